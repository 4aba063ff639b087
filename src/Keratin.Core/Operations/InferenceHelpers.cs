namespace Keratin.Operations;

/// <summary>What shape functions of all families ask for: integers known before running, axes, sizes that must agree.</summary>
internal static class InferenceHelpers
{
    /// <summary>The value of a scalar integer input, where it is known.</summary>
    public static long? Integer(this InferenceContext c, int input)
    {
        if (c.Constant(input) is not { } value) return null;
        return value.Shape.ElementCount == 1 && value.Integers() is [var single] ? single : throw c.Error($"input {input} must be one integer; it is {value.DType.Name()} {value.Shape}.");
    }

    /// <summary>The values of an integer input, where all are known.</summary>
    public static long[]? Integers(this InferenceContext c, int input)
    {
        if (c.Constant(input) is not { } value) return null;
        return value.Integers() ?? throw c.Error($"input {input} must hold int32 or int64; it holds {value.DType.Name()}.");
    }

    /// <summary>An axis counted from the front.</summary>
    public static int Axis(this InferenceContext c, long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw c.Error($"axis {axis} is out of range for {rank} axes.");

    /// <summary>The shape of an input that must have this many axes.</summary>
    public static Shape Ranked(this InferenceContext c, int input, int rank)
    {
        var shape = c.Input(input);
        if (!shape.HasRank) return Shape.UnknownOfRank(rank);
        return shape.Rank == rank ? shape : throw c.Error($"input {input} must have {rank} axes; its shape is {shape}.");
    }

    /// <summary>What two shapes know together.</summary>
    public static Shape Merge(this InferenceContext c, Shape left, Shape right) =>
        left.TryMerge(right, out var merged) ? merged : throw c.Error($"shapes {left} and {right} must be equal.");

    /// <summary>What two sizes know together.</summary>
    public static long Merge(this InferenceContext c, long left, long right) =>
        left < 0 ? right : right < 0 || left == right ? left : throw c.Error($"sizes {left} and {right} must be equal.");

    /// <summary>A shape of sizes that may have been computed beyond what a tensor can have.</summary>
    public static Shape Sizes(this InferenceContext c, ReadOnlySpan<long> dims)
    {
        foreach (long dim in dims)
            if (dim < -1) throw c.Error($"the size {dim} is negative.");
        return Shape.Create(dims);
    }

    /// <summary>Every output has the shape of input 0.</summary>
    public static void SameAsFirst(InferenceContext c) => Array.Fill(c.Outputs, c.Input(0));

    /// <summary>Every output is a scalar.</summary>
    public static void Scalar(InferenceContext c) => Array.Fill(c.Outputs, Shape.Scalar);
}
