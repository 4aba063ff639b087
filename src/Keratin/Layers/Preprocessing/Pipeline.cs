using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Layers one after the other, for preparing data. Keras 3: <c>keras.layers.Pipeline</c>.</summary>
/// <param name="layers">The layers, in order.</param>
[KerasObject("Pipeline", Keys = ["layers", "name"])]
public sealed partial class Pipeline(Layer[] layers) : Layer
{
    /// <summary>The layers, in order.</summary>
    [Config]
    public Layer[] Layers { get; } = layers;

    private protected override bool Autocast => false;

    private protected override bool TrainsByDefault => true;

    /// <inheritdoc/>
    protected override void Build(Shape input) => Track("layers", Layers);

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        foreach (var layer in Layers) inputs = layer.Apply(inputs, context.Training);
        return inputs;
    }
}
