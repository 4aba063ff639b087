namespace Keratin.Formats.Storage;

/// <summary>
/// Takes up to a stated number of bytes out of a stream, growing with what really comes, so that a header that lies
/// about the size costs nothing.
/// </summary>
internal struct GrowingBuffer(long stated)
{
    private byte[] _bytes = new byte[(int)Math.Min(stated, 1 << 20)];

    public int Length { get; private set; }

    public void Fill(Stream stream)
    {
        while (Length < stated)
        {
            if (Length == _bytes.Length)
            {
                Array.Resize(ref _bytes, (int)Math.Min(stated, _bytes.Length * 4L));
            }
            int read = stream.Read(_bytes, Length, _bytes.Length - Length);
            if (read == 0)
            {
                return;
            }
            Length += read;
        }
    }

    public readonly byte[] ToArray()
    {
        if (Length == _bytes.Length)
        {
            return _bytes;
        }
        return _bytes.AsSpan(0, Length).ToArray();
    }
}
