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
    public static Broadcast Of(KernelBinding binding, Shape[]? inputShapes = null)
    {
        inputShapes ??= Array.ConvertAll(binding.Inputs, static input => input.Shape);
        return Of(inputShapes, binding.Outputs[0].Shape, Array.ConvertAll(binding.Inputs, static input => input.DType.Size()), binding.Error);
    }

    /// <param name="inputs">The inputs' shapes.</param>
    /// <param name="output">The output's shape.</param>
    /// <param name="sizes">How far an input's elements are apart.</param>
    /// <param name="error">Makes the exception of a message.</param>
    public static Broadcast Of(Shape[] inputs, Shape output, int[] sizes, Func<string, OpException> error)
    {
        if (inputs.Length > 32) throw error("elementwise code takes at most 32 inputs.");
        var steps = Array.ConvertAll(inputs, input => Steps(input, output) ?? throw error($"the shape {input} can't be broadcast to {output}."));

        // Axes of size 1 vanish; an axis joins the one inside of it if every input runs on through both.
        var dims = new List<long>();
        var kept = new List<int>();
        for (int axis = 0; axis < output.Rank; axis++)
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
        if (dims.Count == 0) return new(1, 1, 0, [], Array.ConvertAll(steps, static _ => Array.Empty<long>()), sizes);

        uint scalars = 0;
        for (int k = 0; k < steps.Length; k++)
        {
            var all = steps[k];
            if (all[kept[^1]] == 0) scalars |= 1u << k;
            steps[k] = [.. kept.GetRange(0, kept.Count - 1).ConvertAll(axis => all[axis])];
        }
        return new(output.ElementCount, Math.Max(dims[^1], 1), scalars, [.. dims.GetRange(0, dims.Count - 1)], steps, sizes);
    }

    private static bool Joins(long[][] steps, int before, int axis, long size)
    {
        foreach (var step in steps)
            if (step[before] != step[axis] * size) return false;
        return true;
    }

    /// <summary>Elements from one index to the next along each axis of the output, 0 where the input is repeated; null if the shapes don't fit.</summary>
    private static long[]? Steps(Shape input, Shape output)
    {
        if (input.Rank > output.Rank) return null;
        var steps = new long[output.Rank];
        long step = 1;
        for (int i = 1; i <= input.Rank; i++)
        {
            if (input[^i] != output[^i] && input[^i] != 1) return null;
            steps[^i] = input[^i] == 1 ? 0 : step;
            step *= input[^i];
        }
        return steps;
    }
}
