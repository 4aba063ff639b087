using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>x above a threshold, else 0. Keras 2: <c>keras.layers.ThresholdedReLU</c>.</summary>
/// <param name="theta">The threshold.</param>
[KerasObject("ThresholdedReLU", "thresholded_re_lu")]
public sealed partial class ThresholdedReLU(double theta = 1) : Layer
{
    /// <summary>The threshold.</summary>
    [Config(Float32 = Dialect.Keras2)]
    public double Theta { get; } = theta >= 0 ? theta : throw new ArgumentOutOfRangeException(nameof(theta), theta, "The threshold must not be negative.");

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => inputs * Ops.Cast(inputs > Scalars.Like(inputs, Theta), inputs.DType);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
