namespace Keratin.Formats.Storage;

/// <summary>Gathers small pieces into large writes; passes large ones through without a copy.</summary>
internal sealed class GatherWriter(Stream output)
{
    // Below the size from which arrays go to the heap of large objects, whose use makes whole collections.
    private const int BufferSize = 64 * 1024;
    private const int PassThrough = 16 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int _filled;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= PassThrough)
        {
            Flush();
            output.Write(bytes);
            return;
        }
        if (bytes.Length > BufferSize - _filled)
        {
            Flush();
        }
        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        for (int i = 0; i < pieces.Count; i++)
        {
            Write(pieces[i].Span);
        }
    }

    /// <summary>A few bytes of nothing, as between aligned pieces.</summary>
    public void Zeros(int count)
    {
        Span<byte> zeros = stackalloc byte[64];
        zeros.Clear();
        Write(zeros[..count]);
    }

    /// <summary>Has a piece filled in, part by part.</summary>
    public void Fill(long length, int itemSize, Action<long, Span<byte>> fill)
    {
        int most = Math.Max(1, BufferSize / itemSize) * itemSize;
        byte[] part = most <= BufferSize ? _buffer : new byte[most];
        Flush();
        for (long at = 0; at < length; at += most)
        {
            Span<byte> next = part.AsSpan(0, (int)Math.Min(most, length - at));
            fill(at, next);
            output.Write(next);
        }
    }

    public void Flush()
    {
        output.Write(_buffer, 0, _filled);
        _filled = 0;
    }
}
