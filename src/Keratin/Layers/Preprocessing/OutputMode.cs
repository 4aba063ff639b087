using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers make of category numbers.</summary>
public enum OutputMode
{
    /// <summary>The numbers themselves.</summary>
    Int,

    /// <summary>A vector for each number, with a 1 at its place.</summary>
    OneHot,

    /// <summary>A vector for each sample, with a 1 for each number in it.</summary>
    [ConfigName("multi_hot", "binary")]
    MultiHot,

    /// <summary>A vector for each sample that tells how often each number is in it.</summary>
    Count,

    /// <summary>As <see cref="Count"/>, weighted by how rare each number is.</summary>
    [ConfigName("tf_idf", "tf-idf")]
    TfIdf,
}

/// <summary>Category numbers as vectors.</summary>
internal static class CategoryVectors
{
    /// <param name="indices">Category numbers; those beyond the depth count for nothing.</param>
    /// <param name="mode">What is made of them.</param>
    /// <param name="depth">The vectors' size.</param>
    /// <param name="dtype">The dtype of the result.</param>
    /// <param name="weights">How much each number counts, of the shape of the indices.</param>
    public static Tensor Encode(Tensor indices, OutputMode mode, int depth, DType dtype, Tensor? weights = null)
    {
        if (mode == OutputMode.Int) return indices.DType == dtype ? indices : Ops.Cast(indices, dtype);
        if (indices.Rank == 0) indices = Ops.ExpandDims(indices, -1);
        if (indices.DType is not (DType.Int32 or DType.Int64)) indices = Ops.Cast(indices, DType.Int64);
        if (mode == OutputMode.OneHot)
        {
            if (indices.Rank > 1 && indices.Shape[^1] == 1) indices = Ops.Squeeze(indices, [-1]);
            return Ops.OneHot(indices, depth, Scalars.Like(dtype, 1), Scalars.Like(dtype, 0));
        }
        if (indices.Rank > 2)
        {
            // Keras 3 takes the samples' own axis to be the second.
            var each = Ops.OneHot(indices, depth, Scalars.Like(dtype, 1), Scalars.Like(dtype, 0));
            return mode == OutputMode.MultiHot ? Ops.Max(each, new[] { 1 }) : Ops.Sum(each, new[] { 1 });
        }
        // The op counts in these dtypes only.
        var counted = dtype is DType.Float64 or DType.Int32 or DType.Int64 ? dtype : DType.Float32;
        var size = indices.DType == DType.Int64 ? Tensor.Scalar((long)depth) : Tensor.Scalar(depth);
        var result = Ops.DenseBincount(indices, size, weights is null ? Tensor.Zeros([0], counted) : Ops.Cast(weights, counted), binaryOutput: mode == OutputMode.MultiHot);
        return counted == dtype ? result : Ops.Cast(result, dtype);
    }

    /// <summary>The shape of the result.</summary>
    public static Shape OutputShape(Shape input, OutputMode mode, int depth)
    {
        if (mode == OutputMode.Int) return input;
        if (input.Rank == 0) return [depth];
        if (mode == OutputMode.OneHot) return (input.Rank > 1 && input[^1] == 1 ? input[..^1] : input).Append(depth);
        return input.Rank > 2 ? input[..1].Concat(input[2..]).Append(depth) : input[..^1].Append(depth);
    }
}
