namespace Keratin.Engines.Managed.Planning;

/// <summary>Places temporaries in one block of memory, so that those which live at different times share it.</summary>
internal sealed class MemoryLayout
{
    public const nuint Alignment = 64;

    private readonly List<Interval> intervals = [];
    private readonly List<Interval> placed = [];

    /// <summary>Bytes of the whole block.</summary>
    public nuint Size { get; private set; }

    /// <summary>Asks for memory that is in use from one step to another, both included.</summary>
    public void Add(int key, int first, int last, nuint bytes) => intervals.Add(new(key, first, last, Round(Math.Max(bytes, 1))));

    /// <summary>The offset for each key; the first <paramref name="reserved"/> bytes stay free.</summary>
    public Dictionary<int, nuint> Place(nuint reserved)
    {
        var offsets = new Dictionary<int, nuint>(intervals.Count);
        Size = Round(reserved);
        nuint start = Size;
        // Large ones first: small ones then fill the gaps.
        intervals.Sort(static (a, b) => a.Bytes != b.Bytes ? b.Bytes.CompareTo(a.Bytes) : a.First != b.First ? a.First.CompareTo(b.First) : a.Key.CompareTo(b.Key));
        foreach (var interval in intervals)
        {
            nuint offset = start;
            // "placed" is in the order of offsets, so the first gap that is wide enough is the lowest.
            foreach (var other in placed)
            {
                if (other.First > interval.Last || other.Last < interval.First) continue;
                if (other.Offset >= offset + interval.Bytes) break;
                offset = Math.Max(offset, other.Offset + other.Bytes);
            }
            int at = placed.FindIndex(other => other.Offset > offset);
            placed.Insert(at < 0 ? placed.Count : at, interval with { Offset = offset });
            offsets.Add(interval.Key, offset);
            Size = Math.Max(Size, offset + interval.Bytes);
        }
        return offsets;
    }

    /// <summary>The next multiple of the alignment.</summary>
    public static nuint Round(nuint bytes) => checked(bytes + (Alignment - 1)) & ~(Alignment - 1);

    private readonly record struct Interval(int Key, int First, int Last, nuint Bytes, nuint Offset = 0);
}
