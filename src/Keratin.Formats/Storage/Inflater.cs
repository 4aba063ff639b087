using System.IO.Compression;

namespace Keratin.Formats.Storage;

/// <summary>Unpacks what deflate packed, in memory.</summary>
internal static class Inflater
{
    /// <param name="packed">The data.</param>
    /// <param name="most">How many bytes may come out; memory grows with those that really do.</param>
    /// <param name="zlib">Whether zlib's header and checksum are around it.</param>
    /// <exception cref="InvalidDataException">It is broken, or more comes out.</exception>
    public static unsafe byte[] Inflate(ReadOnlySpan<byte> packed, long most, bool zlib)
    {
        var unpacked = new GrowingBuffer(Math.Min(most, Array.MaxLength));
        fixed (byte* start = packed)
        {
            if (start is null)
            {
                throw new InvalidDataException("There is no compressed data.");
            }
            using var memory = new UnmanagedMemoryStream(start, packed.Length);
            using Stream stream = zlib
                ? new ZLibStream(memory, CompressionMode.Decompress)
                : new DeflateStream(memory, CompressionMode.Decompress);
            try
            {
                unpacked.Fill(stream);
                return stream.ReadByte() < 0
                    ? unpacked.ToArray()
                    : throw new InvalidDataException($"More than {most:N0} bytes come out.");
            }
            catch (IOException broken)
            {
                // The library's word for an error code that it does not know, such as a missing dictionary.
                throw new InvalidDataException(broken.Message, broken);
            }
        }
    }
}
