using System.Numerics;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>An open file: its bytes from the superblock on, the widths of its numbers, and what is shared by all objects.</summary>
internal sealed class Hdf5Source(ByteSource bytes, int offsetSize, int lengthSize)
{
    /// <summary>The address of something that is not there: all bits set.</summary>
    public const long Undefined = -1;

    private int _opened;
    private GlobalHeaps? _heaps;

    public ByteSource Bytes { get; } = bytes;

    /// <summary>
    /// Whether checksums are taken as right, for tests of what lies behind them: who forges a file computes right ones.
    /// </summary>
    public bool IgnoresChecksums { get; init; }

    /// <summary>Bytes of an address.</summary>
    public int OffsetSize { get; } = offsetSize;

    /// <summary>Bytes of a length.</summary>
    public int LengthSize { get; } = lengthSize;

    public GlobalHeaps Heaps => _heaps ??= new GlobalHeaps(this);

    public Budget NewBudget(string what) => new(this, what);

    /// <summary>
    /// Counts an object that is opened through a link. More of them than headers fit in the file means that links
    /// lead to the same objects over and over, which would keep a walk through the file busy for ever.
    /// </summary>
    public void CountOpened()
    {
        if (Interlocked.Increment(ref _opened) > 64 + Bytes.Length / 16)
        {
            throw Bytes.Bad("links", $"{_opened:N0} objects", $"no more than fit in {Bytes.Length:N0} bytes");
        }
    }

    /// <summary>The bytes that a number up to <paramref name="value"/> needs.</summary>
    public static int BytesFor(long value) => Math.Max(1, (71 - BitOperations.LeadingZeroCount((ulong)value)) / 8);
}

/// <summary>
/// Bounds a walk over linked structures: an intact file holds each of them once, so together they cannot be longer than
/// the file. Without it, structures that point to each other make a walk endless, or exponential.
/// </summary>
internal sealed class Budget(Hdf5Source source, string what)
{
    private long _left = source.Bytes.Length;

    public void Spend(long bytes)
    {
        _left -= Math.Max(1, bytes);
        if (_left < 0)
        {
            throw source.Bytes.Bad(what, "more than the whole file", "structures that lie beside each other: some point in a circle");
        }
    }
}
