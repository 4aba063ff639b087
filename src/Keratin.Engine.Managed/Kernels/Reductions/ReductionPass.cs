namespace Keratin.Engines.Managed.Kernels;

/// <summary>One step of a reduction: an array (outer, axis, inner) becomes (outer, inner).</summary>
internal readonly record struct ReductionPass(int Outer, int Axis, int Inner)
{
    public long InputCount => (long)Outer * Axis * Inner;

    public long OutputCount => (long)Outer * Inner;

    /// <summary>
    /// The steps that reduce an array over some axes. Neighbouring axes of one kind count as one; then each group of reduced axes takes a step,
    /// the innermost first. There is always at least one step.
    /// </summary>
    public static ReductionPass[] Plan(Shape shape, ReadOnlySpan<long> axes)
    {
        var reduced = new bool[shape.Rank];
        foreach (long axis in axes) reduced[axis < 0 ? axis + shape.Rank : axis] = true;

        var groups = new List<(long Size, bool Reduced)>();
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i] == 1) continue;
            if (groups.Count > 0 && groups[^1].Reduced == reduced[i]) groups[^1] = (groups[^1].Size * shape[i], reduced[i]);
            else groups.Add((shape[i], reduced[i]));
        }

        var passes = new List<ReductionPass>();
        long inner = 1;
        for (int i = groups.Count - 1; i >= 0; i--)
        {
            if (!groups[i].Reduced)
            {
                inner *= groups[i].Size;
                continue;
            }
            long outer = 1;
            for (int j = 0; j < i; j++) outer *= groups[j].Size;
            passes.Add(new(checked((int)outer), checked((int)groups[i].Size), checked((int)inner)));
        }
        if (passes.Count == 0) passes.Add(new(1, 1, checked((int)shape.ElementCount)));
        return [.. passes];
    }
}
