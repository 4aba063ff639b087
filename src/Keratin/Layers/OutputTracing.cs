using Keratin.Graphs;

namespace Keratin.Layers;

/// <summary>Finds a layer's outputs for symbols by tracing its <c>Call</c> once into a graph that is thrown away.</summary>
internal static class OutputTracing
{
    public static IReadOnlyList<TensorSpec> Specs(
        Layer layer, IReadOnlyList<TensorSpec> inputs, CallArguments arguments, out bool single, Tensors arrangement = default)
    {
        var graph = new FunctionGraph(layer.Name);
        using var recording = graph.Record();
        var symbols = new Tensor[inputs.Count];
        for (int i = 0; i < symbols.Length; i++) symbols[i] = graph.AddInput(inputs[i]);
        var named = new Dictionary<string, object?>();
        foreach (var (name, argument) in arguments.Named) named[name] = Placeholders(graph, argument);

        var given = arrangement.Count == symbols.Length && symbols.Length > 0 ? arrangement.With(symbols) : symbols.Length == 1 ? symbols[0] : (Tensors)symbols;
        var outputs = layer.Apply(given, new CallArguments { Training = arguments.Training, Named = named });
        single = outputs.IsSingle;
        var specs = new TensorSpec[outputs.Count];
        for (int i = 0; i < specs.Length; i++) specs[i] = TensorSpec.Of(outputs[i]);
        return specs;
    }

    private static object? Placeholders(FunctionGraph graph, object? argument) => argument switch
    {
        KerasTensor symbol => graph.AddInput(TensorSpec.Of(symbol)),
        Tensors tensors => tensors.With(Array.ConvertAll(tensors.ToArray(), tensor => tensor is KerasTensor symbol ? graph.AddInput(TensorSpec.Of(symbol)) : tensor)),
        _ => argument,
    };
}
