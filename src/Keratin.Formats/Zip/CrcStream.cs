using System.IO.Hashing;

namespace Keratin.Formats.Zip;

/// <summary>Computes the CRC-32 of what passes through; of a large piece, while it is being written.</summary>
internal sealed class CrcStream(Stream output) : Stream
{
    private ZipCrc _crc;

    public uint Crc => _crc.Value;

    public long Written { get; private set; }

    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        Written += buffer.Length;
        if (buffer.Length < ZipCrc.ParallelPays)
        {
            _crc.Append(buffer);
            output.Write(buffer);
            return;
        }
        fixed (byte* start = buffer)
        {
            byte* from = start;
            int length = buffer.Length;
            Task<uint> crc = Task.Run(() => Crc32.HashToUInt32(new ReadOnlySpan<byte>(from, length)));
            try
            {
                output.Write(buffer);
            }
            finally
            {
                // The memory must stay in its place until the other thread is done with it.
                crc.Wait();
            }
            _crc.Append(crc.Result, length);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Written;

    public override long Position
    {
        get => Written;
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
