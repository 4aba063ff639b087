namespace Keratin.Layers;

/// <summary>Mean and variance over all axes but one, and normalisation by them.</summary>
internal static class BatchMoments
{
    /// <summary>Normalises by the tensor's own figures, which are returned too.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis that is kept.</param>
    /// <param name="gamma">The factor, a vector.</param>
    /// <param name="beta">The offset, a vector.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="mask">Which elements count.</param>
    /// <param name="unbiased">Whether the variance returned is that of a sample.</param>
    public static (Tensor Normalized, Tensor Mean, Tensor Variance) Normalize(Tensor x, int axis, Tensor? gamma, Tensor? beta, float epsilon, Tensor? mask, bool unbiased)
    {
        if (mask is null && x.DType == DType.Float32 && axis == x.Rank - 1 && x.Shape[axis] > 0) return Fused(x, gamma, beta, epsilon, unbiased);
        var (mean, variance) = Of(x, axis, mask);
        var normalized = Apply(x, axis, mean, variance, gamma, beta, epsilon);
        return (normalized, mean, unbiased ? variance * Bessel(x, axis) : variance);
    }

    /// <summary>Mean and variance over all axes but one, vectors.</summary>
    public static (Tensor Mean, Tensor Variance) Of(Tensor x, int axis, Tensor? mask)
    {
        int[] others = [.. Enumerable.Range(0, x.Rank).Where(i => i != axis)];
        Tensor mean, variance;
        if (mask is null)
        {
            mean = Ops.Mean(x, others, keepDims: true);
            variance = Ops.Mean(Ops.SquaredDifference(x, Ops.StopGradient(mean)), others, keepDims: true);
        }
        else
        {
            var weight = Ops.Cast(mask, x.DType);
            while (weight.Rank < x.Rank) weight = Ops.ExpandDims(weight, -1);
            var everywhere = weight * Ops.OnesLike(x);
            var total = Ops.Sum(everywhere, others, keepDims: true) + 1e-7f;
            mean = Ops.Sum(x * weight, others, keepDims: true) / total;
            variance = Ops.Sum(Ops.SquaredDifference(x, mean) * weight, others, keepDims: true) / total;
        }
        return (Ops.Squeeze(mean, ToLong(others)), Ops.Squeeze(variance, ToLong(others)));
    }

    /// <summary>Normalises by given figures.</summary>
    public static Tensor Apply(Tensor x, int axis, Tensor mean, Tensor variance, Tensor? gamma, Tensor? beta, float epsilon)
    {
        var factor = Ops.Rsqrt(variance + epsilon);
        if (gamma is not null) factor *= gamma;
        var offset = beta is null ? -(mean * factor) : beta - mean * factor;
        if (axis != x.Rank - 1)
        {
            var shape = new int[x.Rank - axis];
            Array.Fill(shape, 1);
            shape[0] = -1;
            (factor, offset) = (Ops.Reshape(factor, shape), Ops.Reshape(offset, shape));
        }
        return x * factor + offset;
    }

    // TensorFlow's fused op takes images: any tensor with the channels last is one of height and width 1.
    private static (Tensor, Tensor, Tensor) Fused(Tensor x, Tensor? gamma, Tensor? beta, float epsilon, bool unbiased)
    {
        int channels = checked((int)x.Shape[^1]);
        var images = x.Rank == 4 ? x : Ops.Reshape(x, new[] { -1, 1, 1, channels });
        var none = Tensor.From(Array.Empty<float>());
        var result = Ops.FusedBatchNormV3(
            images, gamma ?? Ops.Fill(new[] { channels }, 1f), beta ?? Ops.Fill(new[] { channels }, 0f), none, none, epsilon, isTraining: true);
        var normalized = x.Rank == 4 ? result.Y : Ops.Reshape(result.Y, Ops.Shape(x));
        var variance = unbiased ? result.BatchVariance : result.BatchVariance / Bessel(x, x.Rank - 1);
        return (normalized, result.BatchMean, variance);
    }

    // n / (n - 1), and 1 for a single element.
    private static Tensor Bessel(Tensor x, int axis)
    {
        var shape = Ops.Shape(x);
        var count = Ops.Cast(Ops.Size(x), x.DType) / Ops.Cast(Ops.StridedSlice(shape, new[] { axis }, new[] { axis + 1 }, new[] { 1 }, shrinkAxisMask: 1), x.DType);
        return count / Ops.Maximum(count - 1f, Ops.Cast(1f, x.DType));
    }

    private static long[] ToLong(int[] axes) => Array.ConvertAll(axes, static axis => (long)axis);
}
