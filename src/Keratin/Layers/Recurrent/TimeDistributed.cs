using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>A layer that does something with another (<c>keras.layers.Wrapper</c>).</summary>
[KerasObject]
public abstract partial class Wrapper : Layer
{
    private protected Wrapper(Layer layer) => Layer = Track("layer", layer);

    /// <summary>The layer inside.</summary>
    [Config]
    public Layer Layer { get; }
}

/// <summary>Applies a layer to every timestep. Keras: <c>keras.layers.TimeDistributed</c>.</summary>
/// <remarks>Input (batch, time, …), output (batch, time, …): what the layer makes of (batch, …).</remarks>
/// <param name="layer">The layer.</param>
[KerasObject("TimeDistributed")]
public sealed partial class TimeDistributed(Layer layer) : Wrapper(layer)
{
    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool NamesSublayers => Dialect == Dialect.Keras3;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        foreach (var input in inputs)
            if (input.HasRank && input.Rank < 3) throw new ArgumentException($"Layer '{Name}' (TimeDistributed) needs inputs of at least 3 axes, (batch, time, …); a shape is {input}.");
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => Layer.EnsureBuilt([.. inputShapes.Select(static shape => shape[2..].Prepend(shape[0]))]);

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        // Keras 3 applies it to one step after the other, which shows if steps change its state; else all steps make one large batch.
        bool isOneByOne = Dialect == Dialect.Keras3 && inputs[0].Shape[1] > 0 && context.Training && Layer.NonTrainableWeights.Count > 0;
        return isOneByOne ? OneByOne(inputs, context) : AtOnce(inputs, context);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank < 3 || Layer.ComputeOutputShape(input[2..].Prepend(input[0])) is not { HasRank: true } inner) return Shape.Unknown;
        return [inner[0], input[1], .. inner.Dims[1..]];
    }

    private Tensors OneByOne(Tensors inputs, CallContext context)
    {
        long count = inputs[0].Shape[1];
        var steps = Array.ConvertAll(inputs.ToArray(), input => Ops.Unpack(input, count, 1));
        var results = new Tensors[count];
        for (int i = 0; i < count; i++) results[i] = Layer.Apply(inputs.With(Array.ConvertAll(steps, step => step[i])), context.Training);
        var outputs = new Tensor[results[0].Count];
        for (int k = 0; k < outputs.Length; k++) outputs[k] = Ops.Pack(Array.ConvertAll(results, result => result[k]), 1);
        return results[0].With(outputs);
    }

    private Tensors AtOnce(Tensors inputs, CallContext context)
    {
        var flat = Layer.Apply(inputs.With(Array.ConvertAll(inputs.ToArray(), static input => Ops.Reshape(input, Sizes([-1], input, 2)))), context.Training);
        var (batch, time) = (Size(inputs[0], 0), Size(inputs[0], 1));
        return flat.With(Array.ConvertAll(flat.ToArray(), output => Ops.Reshape(output, Sizes([batch, time], output, 1))));
    }

    // Sizes given, then those of a tensor's axes from some axis on.
    private static Tensor Sizes(Tensor[] first, Tensor tensor, int axis)
    {
        var sizes = new List<Tensor>(first);
        for (; axis < tensor.Rank; axis++) sizes.Add(Size(tensor, axis));
        return Ops.Pack([.. sizes]);
    }

    private static Tensor Size(Tensor tensor, int axis) => tensor.Shape[axis] >= 0 ? (int)tensor.Shape[axis]
        : Ops.StridedSlice(Ops.Shape(tensor), new[] { axis }, new[] { axis + 1 }, new[] { 1 }, shrinkAxisMask: 1);
}
