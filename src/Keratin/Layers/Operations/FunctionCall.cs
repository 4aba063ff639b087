using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// A function with what it is applied to, independent of who says it: an op of the vocabulary, Keras 3's <see cref="Operation"/> or
/// Keras 2's <see cref="TFOpLambda"/>. Any of them becomes a call, and a call becomes either layer.
/// </summary>
/// <param name="Function">The function.</param>
/// <param name="Operands">What it is applied to, in order: symbols, constants, lists of them; null where nothing is given.</param>
/// <param name="Settings">The settings that are given, by Keras 3's names.</param>
internal sealed record FunctionCall(KerasFunction Function, object?[] Operands, IReadOnlyDictionary<string, object?> Settings)
{
    /// <summary>The call that one of a model's layers makes.</summary>
    /// <exception cref="KerasConfigException">What the layer computes has no name in Keras.</exception>
    public static FunctionCall Of(LayerNode node) => node.Layer switch
    {
        Operation operation => new(operation.Function, OperandsOf(operation, node.Inputs, node.Arguments), operation.Settings),
        TFOpLambda lambda => OfTensorFlow(lambda, node.Inputs, node.Arguments.Named),
        OpLayer layer => OpCalls.Find(layer.Op, node.Inputs.ToArray(), layer.Attrs) ?? throw Nameless(layer),
        var other => throw Nameless(other),
    };

    /// <summary>What a function of TensorFlow in a file stands for.</summary>
    public static FunctionCall OfTensorFlow(TFOpLambda lambda, Tensors inputs, IReadOnlyDictionary<string, object?> named)
    {
        if (lambda.Known is not { TensorFlow: { } said } function) throw Nameless(lambda);
        foreach (var own in said.Own)
            if (named.TryGetValue(own.Name, out object? given) ? !own.Allows(given) : own.IsRequired)
                throw Refused(lambda, $"tf.{said.Name} with {own.Name}={given ?? "None"}");
        var settings = new Dictionary<string, object?>();
        if (function.Keras3 is { } keras)
            foreach (var (theirs, ours) in said.Common.Zip(keras.Common))
            {
                object? value = named.GetValueOrDefault(theirs.Name) ?? theirs.Value;
                settings[ours.Name] = theirs.IsUpper && value is string text ? text.ToLowerInvariant() : value;
            }
        return new(function, KerasOperands(function, OperandsOf(lambda, inputs, new CallArguments { Named = named })), settings);
    }

    /// <summary>The layer that says the call in a dialect, with what it is called on.</summary>
    /// <exception cref="KerasConfigException">The dialect has no such function.</exception>
    public (Layer Layer, Tensors Inputs, CallArguments Arguments) In(Dialect dialect, string? name = null)
    {
        Layer layer = dialect == Dialect.Keras3 ? ToKeras3(name) : ToTensorFlow(name);
        object?[] operands = dialect == Dialect.Keras2 ? TensorFlowOperands(layer) : Operands;
        var named = new Dictionary<string, object?>();
        int input = Array.FindIndex(operands, IsSymbolic), given = 0;
        if (input < 0) input = Array.FindIndex(operands, static operand => operand is Tensors or Tensor);
        for (int i = 0; i < operands.Length; i++)
        {
            if (i == input) continue;
            if (operands[i] is null) continue;
            named[layer.CallArgumentNames[i]] = operands[i];
            given++;
        }
        if (layer is TFOpLambda) AddSettings(layer.Name, named);
        // Keras 3 gives operands by position.
        return (layer, AsTensors(operands[input]), new CallArguments { Named = named, Positional = given });
    }

    /// <summary>Whether the dialect has the function.</summary>
    public bool IsIn(Dialect dialect) => dialect == Dialect.Keras3 ? Function.Keras3 is not null : Function.TensorFlow is not null;

    /// <summary>The name that a layer gets from its function where none is given.</summary>
    public string NameIn(Dialect dialect) => dialect == Dialect.Keras3 ? Function.Keras3!.Name : $"tf.{Function.TensorFlow!.Name}";

    private Operation ToKeras3(string? name)
    {
        if (Function.Keras3 is not { } said) throw new KerasConfigException(name ?? "", $"{Function} has no counterpart in Keras 3", Advice);
        var settings = new Dictionary<string, object?>();
        foreach (var setting in said.Settings) settings[setting.Name] = Settings.TryGetValue(setting.Name, out object? value) ? value : setting.Value;
        using var _ = Dialects.Use(Dialect.Keras3);
        return new Operation(Function, settings) { Name = name ?? NameScope.Unique(said.Name) };
    }

    private TFOpLambda ToTensorFlow(string? name)
    {
        if (Function.TensorFlow is not { } said) throw new KerasConfigException(name ?? "", $"keras.ops' {Function} has no counterpart in Keras 2", Advice);
        name ??= NameScope.Unique($"tf.{said.Name}");
        return said.Name == "__operators__.getitem" ? new SlicingOpLambda(said.Name) { Name = name } : new TFOpLambda(said.Name) { Name = name };
    }

    // Keras 2's files hold constants as lists, without their dtype.
    private static object?[] KerasOperands(KerasFunction function, object?[] operands)
    {
        string? name = function.Keras3?.Name;
        if (name == "GetItem") operands[1] = PythonIndexing.ToKeras3(operands[1]);
        // It writes the value that is put around a tensor even where a mode takes none.
        else if (name == "Pad" && operands.Length > 1 && operands[1] is 0L or 0.0) operands = operands[..1];
        else if (name != "Slice")
            for (int i = 0; i < operands.Length; i++)
                if (operands[i] is object?[] list) operands[i] = ConstantList.ToTensor(list, function.Keras3?.Operands[i] == "indices" ? DType.Int32 : DTypeOf(operands));
        return operands;
    }

    private object?[] TensorFlowOperands(Layer layer)
    {
        object?[] operands = [.. Operands];
        switch (Function.Keras3?.Name)
        {
            case "GetItem": operands[1] = PythonIndexing.ToKeras2(operands[1], AsTensors(operands[0])[0].Shape.HasRank ? AsTensors(operands[0])[0].Rank : -1); break;
            case "Take" when operands[1] is object?[] indices && Array.Exists(indices, static index => index is < 0L): throw Refused(layer, "Take with negative indices");
        }
        // TensorFlow gives a constant that comes first its own dtype.
        var dtype = DTypeOf(operands);
        if (operands[0] is long number && dtype.IsFloating()) operands[0] = (double)number;
        if (operands[0] is float or double or EagerTensor && dtype.IsFloating() && dtype != DType.Float32) throw Refused(layer, $"a constant before a tensor of {dtype.Name()}");
        return operands;
    }

    // The dtype of the numbers that a function is applied to: conditions don't count.
    private static DType DTypeOf(object?[] operands)
    {
        foreach (object? operand in operands)
            if (operand is Tensors or Tensor && AsTensors(operand)[0].DType is not DType.Bool and var dtype) return dtype;
        return DType.Float32;
    }

    private void AddSettings(string name, Dictionary<string, object?> named)
    {
        if (Function.Keras3 is not { } theirs || Function.TensorFlow is not { } said) return;
        foreach (var own in theirs.Own)
            if (Settings.TryGetValue(own.Name, out object? given) && !own.Allows(given))
                throw new KerasConfigException(name, $"keras.ops' {theirs.Name} with {own.Name}={given} has no counterpart in Keras 2", Advice);
        foreach (var (from, to) in theirs.Common.Zip(said.Common))
        {
            if (!Settings.TryGetValue(from.Name, out object? value) || value is null) continue;
            named[to.Name] = to.IsList && value is not System.Collections.IEnumerable ? new[] { value } : to.IsUpper ? ((string)value).ToUpperInvariant() : value;
        }
        foreach (var own in said.Own)
            if (own.IsRequired) named[own.Name] = own.Value;
    }

    // Operands by their names; what the layer is called on takes the first place that is left.
    private static object?[] OperandsOf(Layer layer, Tensors inputs, CallArguments arguments)
    {
        var names = layer.CallArgumentNames;
        var operands = new object?[names.Count];
        bool isInputPlaced = false;
        for (int i = 0; i < operands.Length; i++)
        {
            if (arguments.Named.TryGetValue(names[i], out object? given)) operands[i] = given;
            else if (!isInputPlaced) (operands[i], isInputPlaced) = (inputs, true);
        }
        int count = operands.Length;
        while (count > 1 && operands[count - 1] is null && !arguments.Named.ContainsKey(names[count - 1])) count--;
        return operands[..count];
    }

    internal static bool IsSymbolic(object? operand) => operand is KerasTensor || (operand is Tensors tensors && tensors.Any(static tensor => tensor is KerasTensor));

    private static Tensors AsTensors(object? operand) => operand switch
    {
        Tensors tensors => tensors,
        Tensor tensor => tensor,
        _ => throw new InvalidOperationException($"A function is applied to a {operand?.GetType().Name}, not to a tensor."),
    };

    private static KerasConfigException Nameless(Layer layer) => Refused(layer, layer is OpLayer op ? $"the op {op.Op.Name}" : layer is TFOpLambda lambda ? $"tf.{lambda.Function}" : $"a {layer.ClassName}");

    private static KerasConfigException Refused(Layer layer, string what) => new(layer.Name, $"{what} has no counterpart among Keras's functions", Advice);

    private const string Advice = "Compute it in a layer of your own: derive from Layer, mark the class with [KerasObject], and call that layer in the model instead.";
}
