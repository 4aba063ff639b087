using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>A function of <c>keras.ops</c> that was applied to a symbol of a Functional model, as Keras 3 keeps it among the layers: it has a name and no weights.</summary>
internal sealed class Operation : Layer
{
    private readonly Func<OperationCall, Tensors> body;

    /// <summary>A function of the table, with its settings by Keras 3's names.</summary>
    public Operation(KerasFunction function, IReadOnlyDictionary<string, object?> settings)
    {
        (Function, Settings) = (function, settings);
        body = Operations.Find(function.Keras3!.Name) ?? Op(function.Ops[0]);
    }

    public KerasFunction Function { get; }

    /// <summary>The config, the name excepted.</summary>
    public IReadOnlyDictionary<string, object?> Settings { get; }

    /// <inheritdoc/>
    public override KerasClass Class => Function.KerasClass!;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => Function.Keras3!.Operands;

    private protected override bool HasBuildStep => false;

    // An operation takes what it is given: dtypes are part of its meaning.
    private protected override bool Autocast => false;

    /// <summary>How Keras 3 knows a function of the table.</summary>
    public static KerasClass ClassOf(KerasFunction function) => new(typeof(Operation), function.Keras3!.Name, config => Read(function, config))
    {
        Module = $"keras.src.ops.{function.Keras3.Module}",
        Unexported = true,
    };

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        writer.Key("name");
        writer.Value(Name);
        foreach (var (name, value) in Settings)
        {
            writer.Key(name);
            writer.Any(value);
        }
    }

    /// <inheritdoc/>
    internal override KerasObject In(Dialect dialect) => dialect == Dialect.Keras3 || InboundNodes.Count == 0 ? this : FunctionCall.Of(InboundNodes[0]).In(dialect, Name).Layer;

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context) => body(new OperationCall(this, inputs, context));

    private static Operation Read(KerasFunction function, ConfigReader config)
    {
        var settings = new Dictionary<string, object?>();
        foreach (var setting in function.Keras3!.Settings)
            if (config.TryGet(setting.Name, out var value)) settings[setting.Name] = value.IsDictionary && setting.Name == "dtype" ? DTypePolicy.ReadConfig(value).Name : value.AsAny();
        return config.TryGet("name", out var name) && !name.IsNull ? new Operation(function, settings) { Name = name.AsString() } : new Operation(function, settings);
    }

    private static Func<OperationCall, Tensors> Op(string op) => call =>
    {
        var operands = new Tensor[call.Count];
        for (int i = 0; i < operands.Length; i++) operands[i] = call[i];
        return Ops.Execute(op, operands)[0];
    };
}
