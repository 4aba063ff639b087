using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Rectified linear unit with limits: <c>negative_slope · (x − threshold)</c> below the threshold, at most <c>max_value</c>. Keras: <c>keras.layers.ReLU</c>.</summary>
[KerasObject("ReLU", "re_lu")]
public sealed partial class ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0) : Layer
{
    /// <summary>The largest output; unlimited if not given.</summary>
    [Config]
    public double? MaxValue { get; } = maxValue is null or >= 0 ? maxValue : throw new ArgumentOutOfRangeException(nameof(maxValue), maxValue, "The largest output must not be negative.");

    /// <summary>The slope below the threshold.</summary>
    [Config]
    public double NegativeSlope { get; } = negativeSlope >= 0 ? negativeSlope : throw new ArgumentOutOfRangeException(nameof(negativeSlope), negativeSlope, "The slope must not be negative.");

    /// <summary>Where the linear part begins.</summary>
    [Config]
    public double Threshold { get; } = threshold >= 0 ? threshold : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must not be negative.");

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Activations.ActivationFunctions.Relu(inputs, NegativeSlope, MaxValue, Threshold);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
