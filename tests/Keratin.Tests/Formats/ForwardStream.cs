namespace Keratin.Tests.Formats;

/// <summary>An output, or an input of some bytes, that can only go on, like a socket.</summary>
internal sealed class ForwardStream : Stream
{
    private readonly MemoryStream _bytes = new();

    public ForwardStream()
    {
    }

    public ForwardStream(byte[] content) => _bytes = new MemoryStream(content, writable: false);

    public byte[] Bytes => _bytes.ToArray();

    public override bool CanRead => !_bytes.CanWrite;

    public override bool CanSeek => false;

    public override bool CanWrite => _bytes.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => _bytes.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _bytes.Write(buffer, offset, count);
}
