using Keratin.Initializers;

namespace Keratin.Layers;

/// <content>Normalisation along several axes, which is Keras 2's, and renormalisation, which is Keras 3's.</content>
public sealed partial class BatchNormalization
{
    private Tensor AlongAxes(Tensor x, int[] axes, Tensor? gamma, Tensor? beta, bool isTraining)
    {
        Tensor mean = MovingMean!.Value, variance = MovingVariance!.Value;
        if (isTraining)
        {
            int[] others = [.. Enumerable.Range(0, x.Rank).Where(axis => !axes.Contains(axis))];
            mean = Ops.Mean(x, others, keepDims: true);
            variance = Ops.Mean(Ops.SquaredDifference(x, Ops.StopGradient(mean)), others, keepDims: true);
            Average(MovingMean, mean);
            Average(MovingVariance, variance);
        }
        var factor = Ops.Rsqrt(variance + (float)Epsilon);
        if (gamma is not null) factor *= gamma;
        return x * factor + (beta is null ? -(mean * factor) : beta - mean * factor);
    }

    private Tensor Renormalize(BatchRenorm running, Tensor x, int axis, Tensor? gamma, Tensor? beta, Tensor? mask)
    {
        var (mean, variance) = BatchMoments.Of(x, axis, mask);
        var deviation = Ops.Sqrt(variance + (float)Epsilon);
        var reference = Ops.Maximum(running.Deviation.Value, Scalars.Like(deviation, Math.Sqrt(Epsilon)));
        // How the batch's figures differ from the running ones counts as given: no gradient flows through it.
        Tensor ratio = Ops.StopGradient(deviation / reference), shift = Ops.StopGradient((mean - running.Mean.Value) / reference);
        if (Limit("rmin") is { } least) ratio = Ops.Maximum(ratio, Scalars.Like(ratio, least));
        if (Limit("rmax") is { } most) ratio = Ops.Minimum(ratio, Scalars.Like(ratio, most));
        if (Limit("dmax") is { } far) shift = Ops.Maximum(Ops.Minimum(shift, Scalars.Like(shift, far)), Scalars.Like(shift, -far));

        var factor = gamma is null ? ratio : ratio * gamma;
        var offset = gamma is null ? shift : shift * gamma;
        var result = BatchMoments.Apply(x, axis, mean, variance, factor, beta is null ? offset : offset + beta, (float)Epsilon);

        Average(running.Mean, mean, RenormMomentum);
        Average(running.Deviation, deviation, RenormMomentum);
        Average(MovingMean!, mean);
        Average(running.MovingDeviation, deviation);
        var moved = running.MovingDeviation.Value;
        MovingVariance!.Assign(Ops.Relu(moved * moved - (float)Epsilon));
        return result;
    }

    private double? Limit(string name) => RenormClipping is not null && RenormClipping.TryGetValue(name, out double limit) ? limit : null;

    private void Average(Weight average, Tensor value, double momentum) => average.Assign(average.Value * (float)momentum + value * (float)(1 - momentum));

    /// <summary>What renormalisation keeps: the standard deviation that the running variance comes from, and what batches are compared with.</summary>
    private sealed record BatchRenorm(Weight MovingDeviation, Weight Mean, Weight Deviation);

    /// <summary>The roots of what another initializer makes.</summary>
    private sealed class Root(Initializer inner) : Initializer
    {
        public override EagerTensor Create(Shape shape, DType dtype = DType.Float32) =>
            HostTensor.From(Array.ConvertAll(HostTensor.ToDoubles(inner.Create(shape, dtype)), Math.Sqrt), shape, dtype);
    }
}
