using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>
/// Builds a Functional model from its config: makes the layers, then repeats their calls as soon as what they are called on exists.
/// </summary>
internal sealed class FunctionalConfigReader
{
    private readonly Dictionary<string, Layer> layers = [];
    private readonly Dictionary<(Layer Layer, int Call), LayerNode> calls = [];
    private readonly List<(Layer Layer, int Number, CallReader Call)> waiting = [];
    private readonly ConfigReader config;

    private FunctionalConfigReader(ConfigReader config) => this.config = config;

    public static (Tensors Inputs, Tensors Outputs, Tensor[] Beside) Read(ConfigReader config) => new FunctionalConfigReader(config).Read();

    private (Tensors, Tensors, Tensor[]) Read()
    {
        config["layers"].AsArray(ReadLayer);
        Connect();
        var inputs = Endpoints(config["input_layers"]);
        var outputs = Endpoints(config["output_layers"]);
        return (inputs, outputs, Beside());
    }

    // Losses and metrics that were added to the model lead to no output, but are of its config and computed with it. Keras 3 knows none.
    private Tensor[] Beside() => config.Dialect == Dialect.Keras3 ? [] : [.. calls.Values.Where(static node => node.Layer is AddLoss or AddMetric).SelectMany(static node => node.Outputs.ToArray())];

    private Layer ReadLayer(ConfigValue value)
    {
        var layer = value.AsObject<Layer>();
        var reader = value.AsReader();
        // The name beside the config is the one that calls refer to.
        string name = reader.TryGet("name", out var given) && !given.IsNull ? given.AsString() : layer.Name;
        if (!layers.TryAdd(name, layer)) throw value.Error($"a second layer named '{name}'", "Names of layers must be unique in a model.");
        if (layer is Input input) calls[(layer, 0)] = ((KerasTensor)input.Output).Node;
        if (reader.TryGet("inbound_nodes", out var nodes) && !nodes.IsNull)
        {
            int number = FirstCall(layer);
            foreach (var call in nodes.AsArray(node => new CallReader(node, reader.Dialect))) waiting.Add((layer, number++, call));
        }
        return layer;
    }

    // In Keras 2 a model's first call is the one on its own inputs.
    private int FirstCall(Layer layer) => config.Dialect == Dialect.Keras2 && layer is Functional ? 1 : 0;

    // Each call is made when all it depends on has been; calls that depend on a missing one wait for it by name.
    private void Connect()
    {
        var dependents = new Dictionary<(Layer, int), List<int>>();
        var missing = new int[waiting.Count];
        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < waiting.Count; i++)
        {
            foreach (var source in waiting[i].Call.References)
            {
                var key = (Find(source), source.Call);
                if (calls.ContainsKey(key)) continue;
                if (!dependents.TryGetValue(key, out var list)) dependents.Add(key, list = []);
                list.Add(i);
                missing[i]++;
            }
            // A layer's calls keep their order.
            if (waiting[i].Number > FirstCall(waiting[i].Layer))
            {
                var key = (waiting[i].Layer, waiting[i].Number - 1);
                if (!dependents.TryGetValue(key, out var list)) dependents.Add(key, list = []);
                list.Add(i);
                missing[i]++;
            }
            if (missing[i] == 0) ready.Enqueue(i, i);
        }

        int done = 0;
        while (ready.TryDequeue(out int i, out _))
        {
            var (layer, number, call) = waiting[i];
            call.Make(layer, Resolve);
            calls[(layer, number)] = layer.InboundNodes[^1];
            done++;
            foreach (int dependent in dependents.GetValueOrDefault((layer, number)) ?? [])
                if (--missing[dependent] == 0) ready.Enqueue(dependent, dependent);
        }
        if (done < waiting.Count)
        {
            var stuck = waiting[Array.FindIndex(missing, static count => count > 0)];
            throw config.Error($"layer '{stuck.Layer.Name}' is called on something that never exists", "Calls must lead back to the model's inputs; a cycle or a missing call does not.");
        }
    }

    private KerasTensor Resolve(SymbolReference reference)
    {
        var node = calls.GetValueOrDefault((Find(reference), reference.Call))
            ?? throw config.Error($"a reference to call {reference.Call} of layer '{reference.Layer}'", "The layer is not called as often.");
        if (reference.Output < 0 || reference.Output >= node.Outputs.Count)
            throw config.Error($"a reference to output {reference.Output} of layer '{reference.Layer}'", $"The layer has {node.Outputs.Count} outputs.");
        return (KerasTensor)node.Outputs[reference.Output];
    }

    private Layer Find(SymbolReference reference) => layers.GetValueOrDefault(reference.Layer)
        ?? throw config.Error($"a reference to the layer '{reference.Layer}'", $"The model's layers are {string.Join(", ", layers.Keys)}.");

    private Tensors Endpoints(ConfigValue value)
    {
        if (value.IsDictionary)
        {
            var pairs = value.AsDictionary(static item => SymbolReference.Read(item));
            return Tensors.Dictionary(pairs.Select(pair => KeyValuePair.Create(pair.Key, (Tensor)Resolve(pair.Value))));
        }
        if (SymbolReference.TryRead(value, out var single)) return Resolve(single);
        var symbols = value.AsArray(item => (Tensor)Resolve(SymbolReference.Read(item)));
        // Keras 2 always writes a list; one entry means one tensor.
        return symbols.Length == 1 && value.Dialect == Dialect.Keras2 ? symbols[0] : symbols;
    }
}
