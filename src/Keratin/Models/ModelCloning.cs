using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>How a model is cloned.</summary>
public sealed record CloneOptions
{
    /// <summary>Makes the copy of a layer, Input layers excepted; returning the layer itself shares it. A new layer of the same config if not given.</summary>
    public Func<Layer, Layer>? CloneFunction { get; init; }

    /// <summary>Calls a copied layer, and may add others before or after it (Functional models only).</summary>
    public Func<Layer, Tensors, CallArguments, Tensors>? CallFunction { get; init; }

    /// <summary>The symbols that the clone starts from; new inputs if not given.</summary>
    public Tensors InputTensors { get; init; }

    /// <summary>Whether models inside are cloned layer by layer, too, rather than by <see cref="CloneFunction"/> as one.</summary>
    public bool Recursive { get; init; }
}

/// <summary>Builds a model anew from its structure: each layer once, however often it is called.</summary>
internal sealed class ModelCloning(CloneOptions options)
{
    private readonly Dictionary<Layer, Layer> copies = new(ReferenceEqualityComparer.Instance);

    public Model Clone(Model model)
    {
        switch (model)
        {
            case Sequential sequential:
                if (options.CallFunction is not null) throw new ArgumentException($"Sequential model '{model.Name}' can't be cloned with a call function: its layers are listed, not called.");
                return CloneSequential(sequential, options.InputTensors);
            case Functional functional when functional.Class == Functional.KerasClass:
                return CloneFunctional(functional, options.InputTensors);
            case var _ when options.CloneFunction is not null || options.CallFunction is not null || options.InputTensors.Count > 0:
                throw new ArgumentException($"Model '{model.Name}' ({model.ClassName}) is subclassed: its structure is code, so it is cloned from its config alone, without functions and input tensors.");
            default:
                return KerasSerializer.Clone(model);
        }
    }

    private Sequential CloneSequential(Sequential model, Tensors inputs)
    {
        var layers = model.Stack.Select(layer => layer is Input ? KerasSerializer.Clone(layer) : Copy(layer)).ToList();
        if (inputs.Count > 0)
        {
            if (inputs.Count > 1 || inputs.Single is not KerasTensor { Node.IsInput: true } symbol) throw new ArgumentException($"Sequential model '{model.Name}' is cloned onto one symbol that an Input gave.");
            if (layers is [Input, ..]) layers.RemoveAt(0);
            layers.Insert(0, symbol.Layer);
        }
        return new Sequential(layers) { Name = model.Name };
    }

    private Functional CloneFunctional(Functional model, Tensors inputs)
    {
        if (inputs.Count > 0 && inputs.Count != model.Inputs.Count) throw new ArgumentException($"Model '{model.Name}' has {model.Inputs.Count} inputs; {inputs.Count} input tensors were given.");
        var starts = inputs.Count > 0 ? model.Inputs.With(inputs.ToArray()) : model.Inputs.With(Array.ConvertAll(model.Inputs.ToArray(), static input => NewInput((KerasTensor)input)));
        var symbols = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < starts.Count; i++) symbols[model.Inputs[i]] = starts[i];
        foreach (var node in model.Graph.Nodes)
        {
            if (node.IsInput || node.Outputs.Any(symbols.ContainsKey)) continue;
            var (layer, given, arguments) = (Copy(node.Layer), Map(node.Inputs), node.Arguments.Map(Symbol));
            var outputs = options.CallFunction is { } call ? call(layer, given, arguments) : layer.Apply(given, arguments);
            for (int i = 0; i < node.Outputs.Count; i++) symbols[node.Outputs[i]] = outputs[i];
        }
        return new Functional(starts, Map(model.Outputs), Array.ConvertAll(model.Graph.Beside, Symbol)) { Name = model.Name };

        Tensors Map(Tensors tensors) => tensors.With(Array.ConvertAll(tensors.ToArray(), Symbol));
        Tensor Symbol(Tensor tensor) => tensor is KerasTensor ? symbols[tensor] : tensor;
    }

    private Layer Copy(Layer layer)
    {
        if (copies.TryGetValue(layer, out var known)) return known;
        var copy = options.Recursive && layer is Functional inner ? layer is Sequential sequential ? CloneSequential(sequential, default) : CloneFunctional(inner, default)
            : options.CloneFunction is { } clone ? clone(layer)
            : KerasSerializer.Clone(layer);
        return copies[layer] = copy;
    }

    // A model may start in the midst of another one: the clone gets an input there.
    private static Tensor NewInput(KerasTensor symbol) =>
        symbol.Layer is Input input ? KerasSerializer.Clone(input).Output : new Input(symbol.Shape) { DType = symbol.DType }.Output;
}
