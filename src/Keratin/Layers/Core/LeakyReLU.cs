using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>x, or <c>negative_slope · x</c> below 0. Keras: <c>keras.layers.LeakyReLU</c>.</summary>
/// <param name="negativeSlope">The slope below 0 (Keras 2: <c>alpha</c>).</param>
[KerasObject("LeakyReLU", "leaky_re_lu")]
public sealed partial class LeakyReLU(double negativeSlope = 0.3) : Layer
{
    /// <summary>The slope below 0.</summary>
    [Config(Keras2Name = "alpha", Float32 = Dialect.Keras2)]
    public double NegativeSlope { get; } = negativeSlope >= 0 ? negativeSlope : throw new ArgumentOutOfRangeException(nameof(negativeSlope), negativeSlope, "The slope must not be negative.");

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => ActivationFunctions.LeakyRelu(inputs, NegativeSlope);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
