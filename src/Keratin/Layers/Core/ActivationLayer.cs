using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Applies an activation. Keras: <c>keras.layers.Activation</c>.</summary>
[KerasObject("Activation")]
public sealed partial class ActivationLayer(Activation activation) : Layer
{
    /// <summary>The function.</summary>
    [Config]
    public Activation Activation { get; } = activation;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Activation.Apply(inputs);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
