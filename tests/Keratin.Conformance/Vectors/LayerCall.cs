using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Graphs;
using Keratin.Layers;

namespace Keratin.Conformance.Vectors;

/// <summary>How a layer is called: what its inputs are arranged as, and what is given besides. All tensors stand in one flat list, so that they can be a function's arguments.</summary>
internal sealed class LayerCall
{
    private readonly JsonElement call;
    private readonly List<Tensor> tensors = [];
    private readonly int inputCount;
    private readonly Dictionary<string, (int Start, int Count, bool IsList)> named = [];
    private readonly Dictionary<string, object?> plain = [];

    public LayerCall(JsonElement @case, Arrays arrays)
    {
        call = @case.GetProperty("call");
        var inputs = @case.GetProperty("inputs");
        if (inputs.EnumerateArray().Any(static input => input.ValueKind == JsonValueKind.Object)) throw new UnsupportedException("ragged and sparse inputs are not connected yet");
        tensors.AddRange(arrays.GetAll(inputs));
        inputCount = tensors.Count;
        // States come next, as their gradients come after those of the inputs.
        foreach (string states in new[] { "initial_state", "states" })
            if (call.Find(states) is { } given) Name(states, arrays.GetAll(given), isList: true);
        if (call.Find("mask") is { } mask) Mask(mask, arrays);
        if (call.Find("kwargs") is { } kwargs)
            foreach (var argument in kwargs.EnumerateObject()) Keyword(argument, arrays);
        Before = call.Find("before") is { } before ? before.EnumerateArray().Select(arrays.GetAll).ToArray() : [];
    }

    public bool? Training => call.Find("training")?.GetBoolean();

    /// <summary>Whether tensors are given besides the first input: states, values, keys.</summary>
    public bool HasMoreTensors => named.Keys.Any(static name => !name.StartsWith('#')) || call.Text("style") == "args";

    /// <summary>Inputs, states, masks and tensors by keyword.</summary>
    public Tensor[] Tensors => [.. tensors];

    /// <summary>The inputs of earlier calls.</summary>
    public Tensor[][] Before { get; }

    public Shape[] InputShapes => [.. tensors.Take(inputCount).Select(static input => input.Shape)];

    /// <summary>Calls the layer; the outputs in order.</summary>
    public Tensor[] Apply(Layer layer, Tensor[] given) => layer.Apply(Arrange(given), Arguments(layer, given)).ToArray();

    /// <summary>Dtypes and shapes of the outputs, the batch of unknown size if wanted. Keras tells shapes without knowing of plain arguments.</summary>
    public IReadOnlyList<TensorSpec> OutputSpecs(Layer layer, bool anyBatch)
    {
        var inputs = Arrange([.. tensors]);
        TensorSpec[] specs = [.. inputs.Select(input => new TensorSpec(input.DType, anyBatch ? input.Shape.With(0, -1) : input.Shape))];
        var arguments = Arguments(layer, [.. tensors]);
        return layer.ComputeOutputSpecs(specs, new CallArguments { Training = arguments.Training, Mask = arguments.Mask, Named = arguments.Named.Where(argument => !plain.ContainsKey(argument.Key)).ToDictionary() });
    }

    /// <summary>The inputs as the style says.</summary>
    public Tensors Arrange(Tensor[] given) => call.Text("style") switch
    {
        "tensor" or "args" => given[0],
        "list" => given[..inputCount],
        "dict" => Layers.Tensors.Dictionary(call.GetProperty("names").EnumerateArray().Select((name, i) => KeyValuePair.Create(name.GetString()!, given[i]))),
        var style => throw new UnsupportedException($"the call style '{style}' is not known"),
    };

    private CallArguments Arguments(Layer layer, Tensor[] given)
    {
        var arguments = new Dictionary<string, object?>(plain);
        foreach (var (name, (start, count, isList)) in named)
            if (!name.StartsWith('#')) arguments[name] = isList ? (Tensors)given[start..(start + count)] : given[start];
        if (call.Text("style") == "args")
            for (int i = 1; i < inputCount; i++) arguments[layer.CallArgumentNames[i]] = given[i];
        IReadOnlyList<Tensor?>? mask = null;
        if (call.Find("mask") is { } json)
            mask = json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select((_, i) => named.TryGetValue($"#{i}", out var at) ? given[at.Start] : null)] : [given[named["#0"].Start]];
        // A few layers take a mask as an argument like others, not as what their inputs carry.
        if (mask is [{ } single] && layer.CallArgumentNames.Contains("mask"))
        {
            arguments["mask"] = single;
            mask = null;
        }
        return new CallArguments { Training = Training, Mask = mask, Named = arguments };
    }

    private void Name(string name, Tensor[] values, bool isList)
    {
        named.Add(name, (tensors.Count, values.Length, isList));
        tensors.AddRange(values);
    }

    private void Mask(JsonElement mask, Arrays arrays)
    {
        if (mask.ValueKind == JsonValueKind.String)
        {
            Name("#0", [arrays.Get(mask)], isList: false);
            return;
        }
        int i = 0;
        foreach (var key in mask.EnumerateArray())
        {
            if (arrays.Find(key) is { } value) Name($"#{i}", [value], isList: false);
            i++;
        }
    }

    private void Keyword(JsonProperty argument, Arrays arrays)
    {
        switch (argument.Value.ValueKind)
        {
            case JsonValueKind.Object when argument.Value.Find("key") is { } key: Name(argument.Name, [arrays.Get(key)], isList: false); break;
            case JsonValueKind.True or JsonValueKind.False: plain[argument.Name] = argument.Value.GetBoolean(); break;
            case JsonValueKind.Number: plain[argument.Name] = argument.Value.GetDouble(); break;
            case JsonValueKind.String: plain[argument.Name] = argument.Value.GetString(); break;
            case JsonValueKind.Null: break;
            default: throw new UnsupportedException($"the keyword argument {argument.Name} is not understood");
        }
    }
}
