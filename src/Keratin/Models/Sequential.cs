using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>A stack of layers, each called on the output of the one before (<c>keras.Sequential</c>).</summary>
[KerasObject("Sequential", Module = "keras", Keras2Module = "keras")]
public sealed partial class Sequential : Functional
{
    private readonly List<Layer> stack = [];
    private Layer[] Called => stack is [Input, ..] ? [.. stack[1..]] : [.. stack];

    /// <summary>An empty model; add layers with <see cref="Add"/>.</summary>
    public Sequential()
    {
    }

    /// <summary>A model of these layers. An <see cref="Input"/> first lets it be built at once; else it is when data is first given.</summary>
    public Sequential(IEnumerable<Layer> layers)
    {
        foreach (var layer in layers) Append(layer);
        Reconnect();
    }

    /// <summary>The layers, without the <see cref="Input"/>.</summary>
    public override IEnumerable<Layer> Sublayers => Called;

    /// <summary>All layers as they were added, an <see cref="Input"/> included.</summary>
    internal IReadOnlyList<Layer> Stack => stack;

    /// <summary>Puts a layer on top.</summary>
    /// <exception cref="ArgumentException">Another layer has the same name, or an Input is not the first layer.</exception>
    public void Add(Layer layer)
    {
        Append(layer);
        Reconnect();
    }

    /// <summary>Removes the top layer.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Layer Pop()
    {
        if (stack.Count == 0) throw new InvalidOperationException($"Model '{Name}' has no layers.");
        var top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        Reconnect();
        return top;
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes) => Connect(inputShapes[0], DTypePolicy.ComputeDType);

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (IsConnected) base.CheckInputs(inputs);
        else if (inputs.Count != 1) throw new ArgumentException($"Sequential model '{Name}' takes one input; {inputs.Count} were given.");
        else if (stack.Count == 0) throw new InvalidOperationException($"Sequential model '{Name}' has no layers yet; add some.");
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        writer.Key("name");
        writer.Value(Name);
        if (writer.Dialect == Dialect.Keras3)
        {
            writer.Key("trainable");
            writer.Value(Trainable);
            writer.Key("dtype");
            DTypePolicy.WriteConfig(writer);
        }
        writer.Key("layers");
        writer.BeginList();
        if (stack is not [Input, ..] && IsConnected) writer.Object(((KerasTensor)Inputs[0]).Layer);
        foreach (var layer in stack) writer.Object(layer);
        writer.EndList();
        if (writer.Dialect == Dialect.Keras3 && IsConnected)
        {
            writer.Key("build_input_shape");
            writer.Value(Inputs[0].Shape);
        }
    }

    /// <summary>Builds the model that a config describes, in either dialect.</summary>
    /// <exception cref="KerasConfigException">The config is wrong, or a layer's class is unknown.</exception>
    public static new Sequential FromConfig(ConfigReader config)
    {
        var layers = config["layers"].AsArray(static item => item.AsObject<Layer>());
        var model = config.TryGet("name", out var name) && !name.IsNull ? new Sequential(layers) { Name = name.AsString() } : new Sequential(layers);
        if (config.TryGet("trainable", out var trainable) && !trainable.IsNull) model.SetOwnTrainable(trainable.AsBoolean());
        foreach (string key in (ReadOnlySpan<string>)["build_input_shape", "build_batch_input_shape"])
            if (!model.IsConnected && config.TryGet(key, out var shape) && shape.IsList) model.EnsureBuilt(shape.AsShape());
        return model;
    }

    private void Append(Layer layer)
    {
        if (layer is Input && stack.Count > 0) throw new ArgumentException($"An Input must be the first layer of a Sequential model; '{Name}' has {stack.Count} layers already.");
        foreach (var other in stack)
            if (ReferenceEquals(other, layer) || other.Name == layer.Name)
                throw new ArgumentException($"Model '{Name}' already has a layer named '{layer.Name}'; give the new one another name.");
        stack.Add(layer);
        layer.AdoptInto(this);
    }

    private void Reconnect()
    {
        if (stack is [Input input, _, ..]) Connect(input.Output);
        else if (stack is [Functional { IsConnected: true, Inputs.Count: 1 } first, ..]) Connect(first.Inputs[0].Shape, first.Inputs[0].DType);
        else if (stack is [{ BatchInputShape: { HasRank: true } shape } shaped, ..]) Connect(shape, shaped.ComputeDType);
    }

    // The batch size of the data that builds the model says nothing of later data.
    private void Connect(Shape inputShape, DType dtype) => Connect(new Input(inputShape.Rank > 0 ? inputShape.With(0, -1) : inputShape) { Name = $"{Name}_input", DType = dtype }.Output);

    private void Connect(Tensor symbol)
    {
        Tensors current = symbol;
        foreach (var layer in Called) current = layer.Apply(current, CallArguments.None);
        Connect(symbol, current);
    }
}
