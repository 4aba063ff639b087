using Keratin.Engines;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>How the elements of some inputs meet in an output, by NumPy's rule: sizes are aligned at the last axis, a size of 1 is repeated.</summary>
internal sealed class Broadcast
{
    private readonly long[] outer;
    private readonly long[][] steps;
    private readonly int[] sizes;

    private Broadcast(long count, long inner, uint scalars, long[] outer, long[][] steps, int[] sizes)
    {
        (Count, Inner, Scalars) = (count, inner, scalars);
        (this.outer, this.steps, this.sizes) = (outer, steps, sizes);
    }

    /// <summary>Elements of the output.</summary>
    public long Count { get; }

    /// <summary>Length of the innermost run, in which each input either advances by one or stands still.</summary>
    public long Inner { get; }

    /// <summary>Bit k: input k stands still in the innermost run.</summary>
    public uint Scalars { get; }

    public int Arity => sizes.Length;

    /// <summary>Where input k is, in bytes from its start, at a run (numbered in row-major order) and an offset into it.</summary>
    public long Offset(int k, long run, long offset)
    {
        long at = (Scalars >> k & 1) != 0 ? 0 : offset;
        var step = steps[k];
        for (int i = outer.Length - 1; i >= 0 && run != 0; i--)
        {
            (run, long index) = Math.DivRem(run, outer[i]);
            at += index * step[i];
        }
        return at * sizes[k];
    }

    /// <exception cref="OpException">An input's shape can't be broadcast to the output's.</exception>
    public static Broadcast Of(KernelBinding binding)
    {
        var output = binding.Outputs[0].Shape;
        int arity = binding.Inputs.Length, rank = output.Rank;
        if (arity > 32) throw binding.Error("elementwise code takes at most 32 inputs.");
        var sizes = new int[arity];
        var steps = new long[arity][];
        for (int k = 0; k < arity; k++)
        {
            sizes[k] = binding.Inputs[k].DType.Size();
            steps[k] = Steps(binding, k, output);
        }

        // Axes of size 1 vanish; an axis joins the one inside of it if every input runs on through both.
        var dims = new List<long>();
        var kept = new List<int>();
        for (int axis = 0; axis < rank; axis++)
        {
            if (output[axis] == 1) continue;
            if (dims.Count > 0 && Joins(steps, kept[^1], axis, output[axis]))
            {
                dims[^1] *= output[axis];
                kept[^1] = axis;
                continue;
            }
            dims.Add(output[axis]);
            kept.Add(axis);
        }
        long inner = dims.Count > 0 ? dims[^1] : 1;
        uint scalars = 0;
        for (int k = 0; k < arity; k++)
        {
            var all = steps[k];
            if (dims.Count > 0 && all[kept[^1]] == 0) scalars |= 1u << k;
            steps[k] = dims.Count == 0 ? [] : [.. kept.GetRange(0, kept.Count - 1).ConvertAll(axis => all[axis])];
        }
        return new(output.ElementCount, Math.Max(inner, 1), scalars, dims.Count == 0 ? [] : [.. dims.GetRange(0, dims.Count - 1)], steps, sizes);
    }

    private static bool Joins(long[][] steps, int before, int axis, long size)
    {
        foreach (var step in steps)
            if (step[before] != step[axis] * size) return false;
        return true;
    }

    /// <summary>Elements from one index to the next along each axis of the output; 0 where the input is repeated.</summary>
    private static long[] Steps(KernelBinding binding, int k, Shape output)
    {
        var input = binding.Inputs[k].Shape;
        var steps = new long[output.Rank];
        if (input.Rank > output.Rank) throw Mismatch(binding, k, output);
        long step = 1;
        for (int i = 1; i <= input.Rank; i++)
        {
            if (input[^i] != output[^i] && input[^i] != 1) throw Mismatch(binding, k, output);
            steps[^i] = input[^i] == 1 ? 0 : step;
            step *= input[^i];
        }
        return steps;
    }

    private static OpException Mismatch(KernelBinding binding, int k, Shape output) =>
        binding.Error($"input {k} of shape {binding.Inputs[k].Shape} can't be broadcast to {output}.");
}
