using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>x, or <c>alpha · (exp(x) − 1)</c> below 0. Keras: <c>keras.layers.ELU</c>.</summary>
/// <param name="alpha">Minus the limit of small x.</param>
[KerasObject("ELU")]
public sealed partial class ELU(double alpha = 1) : Layer
{
    /// <summary>Minus the limit of small x.</summary>
    [Config(Float32 = Dialect.Keras2)]
    public double Alpha { get; } = alpha;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => ActivationFunctions.Elu(inputs, Alpha);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
