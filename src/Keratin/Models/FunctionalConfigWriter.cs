using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>
/// Writes a Functional model's config: its layers, and for each the calls that connect it. A call's inputs are named by layer, number
/// of the layer's call, and number of that call's output; only calls that belong to the model are counted.
/// </summary>
internal sealed class FunctionalConfigWriter(Functional model, ConfigWriter writer)
{
    private readonly Dictionary<LayerNode, int> numbers = Number(model, writer.Dialect);

    private bool IsKeras3 => writer.Dialect == Dialect.Keras3;

    public void Write()
    {
        writer.Key("name");
        writer.Value(model.Name);
        writer.Key("trainable");
        writer.Value(model.Trainable);
        writer.Key("layers");
        writer.BeginList();
        foreach (var layer in model.Graph.Layers)
        {
            if (IsKeras3 && layer is AddLoss or AddMetric)
                throw new KerasConfigException(layer.Name, $"{layer.ClassName} has no counterpart in Keras 3", "Save the model in Keras 2's dialect, or add the loss or the metric in a layer of your own.");
            WriteLayer(layer);
        }
        writer.EndList();
        writer.Key("input_layers");
        Endpoints(model.Inputs);
        writer.Key("output_layers");
        Endpoints(model.Outputs);
    }

    private static Dictionary<LayerNode, int> Number(Functional model, Dialect dialect)
    {
        var members = new HashSet<LayerNode>(model.Graph.Nodes, ReferenceEqualityComparer.Instance);
        var numbers = new Dictionary<LayerNode, int>(members.Count, ReferenceEqualityComparer.Instance);
        foreach (var layer in model.Graph.Layers)
        {
            // In Keras 2 a model's first call is the one on its own inputs.
            int next = dialect == Dialect.Keras2 && layer is Functional ? 1 : 0;
            foreach (var node in layer.InboundNodes)
                if (members.Contains(node)) numbers.Add(node, next++);
        }
        return numbers;
    }

    private void WriteLayer(Layer layer) => writer.Object(layer, more: _ =>
    {
        writer.Key("name");
        writer.Value(layer.Name);
        writer.Key("inbound_nodes");
        writer.BeginList();
        foreach (var node in layer.InboundNodes)
            if (numbers.ContainsKey(node) && !node.IsInput)
            {
                if (IsKeras3) WriteKeras3Call(node); else WriteKeras2Call(node);
            }
        writer.EndList();
    });

    // A function that was applied to symbols is a layer of the dialect's own kind.
    private (Layer Layer, Tensors Inputs, CallArguments Arguments) Call(LayerNode node) =>
        ReferenceEquals(node.Layer.In(writer.Dialect), node.Layer) ? (node.Layer, node.Inputs, node.Arguments) : FunctionCall.Of(node).In(writer.Dialect, node.Layer.Name);

    private void WriteKeras3Call(LayerNode node)
    {
        var (layer, inputs, arguments) = Call(node);
        writer.BeginObject();
        writer.Key("args");
        writer.BeginList();
        int written = WriteByPosition(layer, inputs, arguments);
        writer.EndList();
        writer.Key("kwargs");
        writer.BeginObject();
        Arguments(inputs, arguments, layer.CallArgumentNames.Take(written));
        writer.EndObject();
        writer.EndObject();
    }

    // The inputs stand at the first place that no argument by name takes; arguments that were given by position stay so, up to the
    // first that is not there. Gives the number of what was written.
    private int WriteByPosition(Layer layer, Tensors inputs, CallArguments arguments)
    {
        var names = layer.CallArgumentNames;
        bool isInputWritten = false;
        int left = arguments.Positional;
        for (int i = 0; i < names.Count; i++)
        {
            bool isGiven = arguments.Named.TryGetValue(names[i], out object? value) && (i > 0 || layer is Operation);
            if (isGiven && left-- > 0) Argument(value);
            else if (!isInputWritten) isInputWritten = Structure(inputs);
            else return i;
        }
        return names.Count;
    }

    // Keras 2 repeats the arguments beside each input.
    private void WriteKeras2Call(LayerNode node)
    {
        var (layer, inputs, arguments) = Call(node);
        if (inputs.Names is { } names)
        {
            writer.BeginObject();
            for (int i = 0; i < names.Count; i++)
            {
                writer.Key(names[i]);
                Input(inputs[i]);
            }
            writer.EndObject();
            return;
        }
        // Functions of TensorFlow keep the arrangement of their inputs, and may begin with a constant.
        if (layer is TFOpLambda && arguments.Named.TryGetValue(layer.CallArgumentNames[0], out object? first))
        {
            string place = layer.CallArgumentNames.First(name => !arguments.Named.ContainsKey(name));
            var others = arguments.Named.Where(argument => argument.Key != layer.CallArgumentNames[0]).Append(KeyValuePair.Create(place, (object?)inputs));
            arguments = new CallArguments { Named = others.ToDictionary(static argument => argument.Key, static argument => argument.Value) };
            Input(first);
            return;
        }
        if (layer is TFOpLambda && inputs.IsSingle)
        {
            Input(inputs[0]);
            return;
        }
        writer.BeginList();
        foreach (var input in inputs) Input(input);
        writer.EndList();

        void Input(object? value)
        {
            writer.BeginList();
            if (value is KerasTensor symbol) History(symbol);
            else
            {
                writer.Value("_CONSTANT_VALUE");
                writer.Value(-1);
                Argument(value);
            }
            writer.BeginObject();
            Arguments(inputs, arguments, []);
            writer.EndObject();
            writer.EndList();
        }
    }

    private void Arguments(Tensors inputs, CallArguments arguments, IEnumerable<string> written)
    {
        if (arguments.Training is { } training)
        {
            writer.Key("training");
            writer.Value(training);
        }
        if (arguments.Mask is { } masks)
        {
            writer.Key("mask");
            if (inputs.IsSingle) Argument(masks[0]); else List(masks);
        }
        else if (arguments.IsMaskNull)
        {
            writer.Key("mask");
            writer.Null();
        }
        foreach (var (name, value) in arguments.Named)
        {
            if (written.Contains(name)) continue;
            writer.Key(name);
            Argument(value);
        }
    }

    private void Argument(object? value)
    {
        switch (value)
        {
            case KerasTensor symbol: Reference(symbol); break;
            // Keras 2 writes constants as plain lists.
            case EagerTensor constant when !IsKeras3: ConfigTensors.WriteElements(writer, constant); break;
            case Tensors tensors: Structure(tensors); break;
            default: writer.Any(value); break;
        }
    }

    private void List(IReadOnlyList<Tensor?> tensors)
    {
        writer.BeginList();
        foreach (var tensor in tensors) Argument(tensor);
        writer.EndList();
    }

    private bool Structure(Tensors tensors)
    {
        if (tensors.IsSingle)
        {
            Argument(tensors[0]);
        }
        else if (tensors.Names is { } names)
        {
            writer.BeginObject();
            for (int i = 0; i < names.Count; i++)
            {
                writer.Key(names[i]);
                Argument(tensors[i]);
            }
            writer.EndObject();
        }
        else List(tensors);
        return true;
    }

    private void Reference(KerasTensor symbol)
    {
        if (!IsKeras3)
        {
            writer.BeginList();
            History(symbol);
            writer.EndList();
            return;
        }
        writer.BeginObject();
        writer.Key("class_name");
        writer.Value("__keras_tensor__");
        writer.Key("config");
        writer.BeginObject();
        writer.Key("shape");
        writer.Value(symbol.Shape);
        writer.Key("dtype");
        writer.Value(symbol.DType);
        writer.Key("keras_history");
        writer.BeginList();
        History(symbol);
        writer.EndList();
        writer.EndObject();
        writer.EndObject();
    }

    private void Endpoints(Tensors symbols)
    {
        if (symbols.IsSingle && IsKeras3) Endpoint(symbols[0]);
        else if (symbols.Names is { } names)
        {
            writer.BeginObject();
            for (int i = 0; i < names.Count; i++)
            {
                writer.Key(names[i]);
                Endpoint(symbols[i]);
            }
            writer.EndObject();
        }
        else
        {
            writer.BeginList();
            foreach (var symbol in symbols) Endpoint(symbol);
            writer.EndList();
        }

        void Endpoint(Tensor symbol)
        {
            writer.BeginList();
            History((KerasTensor)symbol);
            writer.EndList();
        }
    }

    private void History(KerasTensor symbol)
    {
        writer.Value(symbol.Layer.Name);
        writer.Value(numbers[symbol.Node]);
        writer.Value(symbol.Index);
    }
}
