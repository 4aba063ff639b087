using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>One entry of a layer's <c>inbound_nodes</c>: what the layer is called on, and with which arguments.</summary>
internal sealed class CallReader
{
    private readonly List<object?> positional = [];
    private readonly List<SymbolReference> references = [];
    // Few calls have any.
    private Dictionary<string, object?>? named;

    public CallReader(ConfigValue value, Dialect dialect)
    {
        if (dialect == Dialect.Keras3 && value.IsDictionary && value.AsReader() is var call && call.Has("args")) ReadKeras3(call);
        else ReadKeras2(value);
    }

    /// <summary>All symbols that the call depends on.</summary>
    public IReadOnlyList<SymbolReference> References => references;

    /// <summary>Calls the layer.</summary>
    public void Make(Layer layer, Func<SymbolReference, KerasTensor> resolve)
    {
        if (named is null && positional is [SymbolReference only])
        {
            layer.Apply(resolve(only), CallArguments.None);
            return;
        }
        var arguments = new Dictionary<string, object?>(named ?? []);
        // What holds symbols is the input; a function may have constants before it, and everything else goes by the names of Keras's call.
        int input = Math.Max(positional.FindIndex(HoldsSymbols), 0), given = 0;
        if (positional.Count > 0 && !HoldsSymbols(positional[0]) && input == 0 && arguments.Values.Any(static argument => argument is SymbolReference))
        {
            arguments[layer.CallArgumentNames[0]] = positional[0];
            positional[0] = TakeInput(arguments);
        }
        for (int i = 0; i < positional.Count; i++)
        {
            if (i == input || positional[i] is null) continue;
            arguments[i < layer.CallArgumentNames.Count ? layer.CallArgumentNames[i] : throw TooMany(layer, i)] = positional[i];
            given = layer is Operation ? given + 1 : i;
        }

        bool? training = null;
        bool isMaskNull = false;
        IReadOnlyList<Tensor?>? mask = null;
        var rest = new Dictionary<string, object?>();
        foreach (var (name, value) in arguments)
        {
            switch (name)
            {
                case "training": training = value as bool?; break;
                case "mask" when value is null: isMaskNull = true; break;
                case "mask" when !layer.CallArgumentNames.Contains("mask"): mask = Bind(value, resolve) is Tensors masks ? [.. masks] : null; break;
                default:
                    if (value is not null) rest[name] = Bind(value, resolve);
                    break;
            }
        }
        var inputs = positional.Count > 0 && Bind(positional[input], resolve) is Tensors tensors ? tensors
            : throw new KerasConfigException(layer.Name, "a call on no tensor", "A layer of a Functional model is called on symbols.");
        layer.Apply(inputs, new CallArguments { Training = training, Mask = mask, IsMaskNull = isMaskNull, Named = rest, Positional = given });
    }

    private void ReadKeras3(ConfigReader call)
    {
        foreach (object? argument in call["args"].AsArray(Read)) positional.Add(argument);
        ReadNamed(call["kwargs"]);
    }

    // A list of [layer, call, output, arguments], one for each input; or a dictionary of them; or one alone.
    private void ReadKeras2(ConfigValue value)
    {
        if (SymbolReference.TryRead(value, out _) || (value.IsList && value.AsArray(static item => item) is [{ IsString: true }, ..]))
        {
            positional.Add(ReadKeras2Input(value));
        }
        else if (value.IsDictionary)
        {
            positional.Add(value.AsDictionary(item => (object?)ReadKeras2Input(item)));
        }
        else
        {
            var inputs = value.AsArray(item => (object?)ReadKeras2Input(item));
            positional.Add(inputs.Length == 1 ? inputs[0] : inputs);
        }
    }

    private object? ReadKeras2Input(ConfigValue value)
    {
        var items = value.AsArray(static item => item);
        // Keras 2 writes a number in a symbol's place like this.
        object? input;
        if (items is [{ IsString: true } kind, _, var constant, ..] && kind.AsString() == "_CONSTANT_VALUE") input = constant.IsList ? constant.AsTensor() : constant.AsAny();
        else
        {
            var reference = SymbolReference.Read(value);
            references.Add(reference);
            input = reference;
        }
        if (items.Length > 3 && items[3].IsDictionary) ReadNamed(items[3]);
        return input;
    }

    private void ReadNamed(ConfigValue value)
    {
        foreach (string name in value.AsReader().Keys) (named ??= [])[name] = Read(value.AsReader()[name]);
    }

    private object? Read(ConfigValue value)
    {
        if (SymbolReference.TryRead(value, out var reference))
        {
            references.Add(reference);
            return reference;
        }
        if (value.IsList) return value.AsArray(Read);
        if (value.IsDictionary && !value.AsReader().Has("class_name")) return value.AsDictionary(Read);
        return value.AsAny();
    }

    // Symbols in place of references; lists and dictionaries of nothing but symbols become tensors.
    private static object? Bind(object? value, Func<SymbolReference, KerasTensor> resolve) => value switch
    {
        SymbolReference reference => (Tensors)resolve(reference),
        object?[] list when HoldsSymbols(list) && Array.TrueForAll(list, static item => item is SymbolReference or EagerTensor) =>
            (Tensors)Array.ConvertAll(list, item => item as EagerTensor ?? (Tensor)resolve((SymbolReference)item!)),
        EagerTensor constant => (Tensors)constant,
        Dictionary<string, object?> pairs when pairs.Count > 0 && pairs.Values.All(static item => item is SymbolReference) =>
            Tensors.Dictionary(pairs.Select(pair => KeyValuePair.Create(pair.Key, (Tensor)resolve((SymbolReference)pair.Value!)))),
        _ => value,
    };

    private static bool HoldsSymbols(object? argument) => argument is SymbolReference or Dictionary<string, object?> || (argument is object?[] list && Array.Exists(list, HoldsSymbols));

    // The symbol among the arguments by name.
    private static object? TakeInput(Dictionary<string, object?> arguments)
    {
        string name = arguments.First(static argument => argument.Value is SymbolReference).Key;
        arguments.Remove(name, out object? symbol);
        return symbol;
    }

    private static KerasConfigException TooMany(Layer layer, int position) =>
        new(layer.Name, $"argument {position} by position", $"{layer.ClassName} takes by position: {string.Join(", ", layer.CallArgumentNames)}.");
}
