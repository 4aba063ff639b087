using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Passes its inputs on. Keras: <c>keras.layers.Identity</c>.</summary>
[KerasObject("Identity")]
public sealed partial class Identity : Layer
{
    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context) => inputs;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
