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
        foreach (var layer in model.Graph.Layers) WriteLayer(layer);
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

    private void WriteKeras3Call(LayerNode node)
    {
        writer.BeginObject();
        writer.Key("args");
        writer.BeginList();
        // The first operand of an operation may be a number.
        if (node.Layer is Operation && node.Arguments.Named.TryGetValue("x1", out object? operand)) Argument(operand);
        Structure(node.Inputs);
        foreach (string name in ByPosition(node)) Argument(node.Arguments.Named[name]);
        writer.EndList();
        writer.Key("kwargs");
        writer.BeginObject();
        Arguments(node);
        writer.EndObject();
        writer.EndObject();
    }

    // Keras 2 repeats the arguments beside each input.
    private void WriteKeras2Call(LayerNode node)
    {
        if (node.Inputs.Names is { } names)
        {
            writer.BeginObject();
            for (int i = 0; i < names.Count; i++)
            {
                writer.Key(names[i]);
                Input(node.Inputs[i]);
            }
            writer.EndObject();
            return;
        }
        // Functions of TensorFlow keep the arrangement of their inputs.
        if (node.Layer is TFOpLambda && node.Inputs.IsSingle)
        {
            Input(node.Inputs[0]);
            return;
        }
        writer.BeginList();
        foreach (var input in node.Inputs) Input(input);
        writer.EndList();

        void Input(Tensor tensor)
        {
            var symbol = Symbol(tensor);
            writer.BeginList();
            History(symbol);
            writer.BeginObject();
            Arguments(node);
            writer.EndObject();
            writer.EndList();
        }
    }

    private void Arguments(LayerNode node)
    {
        if (node.Arguments.Training is { } training)
        {
            writer.Key("training");
            writer.Value(training);
        }
        if (node.Arguments.Mask is { } masks)
        {
            writer.Key("mask");
            if (node.Inputs.IsSingle) Argument(masks[0]); else List(masks);
        }
        else if (node.Arguments.IsMaskNull)
        {
            writer.Key("mask");
            writer.Null();
        }
        foreach (var (name, value) in node.Arguments.Named)
        {
            if (IsKeras3 && ((node.Layer is Operation && name == "x1") || ByPosition(node).Contains(name))) continue;
            writer.Key(name);
            Argument(value);
        }
    }

    // Arguments that were given by position stay so, up to the first that is not there.
    private static IEnumerable<string> ByPosition(LayerNode node) =>
        node.Layer.CallArgumentNames.Skip(1).Take(node.Arguments.Positional).TakeWhile(node.Arguments.Named.ContainsKey);

    private void Argument(object? value)
    {
        switch (value)
        {
            case Tensor tensor: Reference(Symbol(tensor)); break;
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

    private void Structure(Tensors tensors)
    {
        if (tensors.IsSingle)
        {
            Reference(Symbol(tensors[0]));
        }
        else if (tensors.Names is { } names)
        {
            writer.BeginObject();
            for (int i = 0; i < names.Count; i++)
            {
                writer.Key(names[i]);
                Reference(Symbol(tensors[i]));
            }
            writer.EndObject();
        }
        else List(tensors);
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

    private KerasTensor Symbol(Tensor tensor) => tensor as KerasTensor
        ?? throw new KerasConfigException(model.Name, "a layer is called on a constant tensor", "Wrap the constant in a layer: a config holds only connections between layers.");
}
