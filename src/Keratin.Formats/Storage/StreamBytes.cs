namespace Keratin.Formats.Storage;

internal static class StreamBytes
{
    /// <summary>
    /// Reads to the end of a stream that may be unable to seek. A seekable stream's length sizes the array;
    /// any other grows it with what really comes.
    /// </summary>
    public static byte[] ReadToEnd(Stream stream, string name)
    {
        long expected = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : 0;
        byte[] bytes = new byte[Math.Max(4096, Fitting(expected, name))];
        int length = 0;
        while (true)
        {
            int read = stream.Read(bytes, length, bytes.Length - length);
            if (read == 0)
            {
                break;
            }
            length += read;
            if (length == bytes.Length)
            {
                // One byte tells the end of the stream from a need for more room.
                int next = stream.ReadByte();
                if (next < 0)
                {
                    break;
                }
                Array.Resize(ref bytes, Fitting(Math.Max(length + 1, Math.Min(length * 2L, Array.MaxLength)), name));
                bytes[length++] = (byte)next;
            }
        }
        Array.Resize(ref bytes, length);
        return bytes;
    }

    private static int Fitting(long length, string name) => length <= Array.MaxLength
        ? (int)length
        : throw new ModelFormatException(
            name, "stream", $"{length:N0} bytes", $"at most {Array.MaxLength:N0} in a stream; open larger files by path");
}
