using System.Text.Json;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// A function as a layer. Keras: <c>keras.layers.Lambda</c>. In a file the function stands by its name, so it must be registered
/// (<see cref="KerasObjects.RegisterFunction"/>) or supplied as a custom object when the file is loaded. Python code in a file is
/// never run: supply a C# function under the name of the layer to stand in for it.
/// </summary>
[KerasObject("Lambda")]
public sealed partial class Lambda : Layer
{
    private readonly Delegate function;
    // What the file said, Python code included, so that it goes back into Python's hands as it came.
    private Dictionary<string, JsonElement> original = [];
    private Dialect originalDialect;

    /// <summary>A function of one tensor.</summary>
    public Lambda(Func<Tensor, Tensor> function) => this.function = function;

    /// <summary>A function of several tensors, or with several results.</summary>
    public Lambda(Func<Tensors, Tensors> function) => this.function = function;

    /// <summary>A function that also takes the layer's <see cref="Arguments"/>.</summary>
    public Lambda(Func<Tensors, IReadOnlyDictionary<string, object?>, Tensors> function) => this.function = function;

    private Lambda(Delegate function) => this.function = function;

    /// <summary>What the function is given besides the tensors, by name.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context) => function switch
    {
        Func<Tensor, Tensor> single => single(inputs.Single),
        Func<Tensors, Tensors> several => several(inputs),
        Func<Tensors, IReadOnlyDictionary<string, object?>, Tensors> withArguments => withArguments(inputs, Arguments),
        _ => throw new InvalidOperationException($"Layer '{Name}' can't call a {function.GetType().Name}."),
    };

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        base.WriteConfig(writer);
        if (original.Count == 0) WriteFunction(writer);
        else if (originalDialect == writer.Dialect)
        {
            foreach (var (key, value) in original)
            {
                writer.Key(key);
                writer.Json(value);
            }
        }
        else throw new KerasConfigException(Name, "its function came from a file as Python code", $"It can't be written for {writer.Dialect}; write the dialect it came in, or use a registered function.");
        writer.Key("arguments");
        writer.Any(Arguments);
    }

    /// <summary>Makes the layer that a config describes, in either dialect.</summary>
    /// <exception cref="KerasConfigException">The function is Python code or unknown, and no custom object stands in for it.</exception>
    public static Lambda FromConfig(ConfigReader config)
    {
        string? name = config.TryGet("name", out var named) && !named.IsNull ? named.AsString() : null;
        var function = config["function"];
        bool isCode = !function.IsString && !(function.IsFunction && function.AsJson().GetProperty("class_name").GetString() != "__lambda__");
        var layer = Of(isCode ? StandIn(function, name) : function.AsCustomFunction<Delegate>(), function, name, config);
        if (!isCode) return layer;
        layer.originalDialect = config.Dialect;
        foreach (string key in (ReadOnlySpan<string>)["function", "function_type", "module", "output_shape", "output_shape_type", "output_shape_module", "mask", "mask_type", "mask_module"])
            if (config.TryGet(key, out var value)) layer.original[key] = value.AsJson();
        return layer;
    }

    private static Lambda Of(Delegate function, ConfigValue value, string? name, ConfigReader config)
    {
        var arguments = config.TryGet("arguments", out var given) && !given.IsNull ? given.AsDictionary(static item => item.AsAny()) : [];
        var policy = config.TryGet("dtype", out var dtype) && !dtype.IsNull ? DTypePolicy.ReadConfig(dtype) : DTypePolicy.Global;
        bool trainable = !config.TryGet("trainable", out var flag) || flag.IsNull || flag.AsBoolean();
        string unique = name ?? NameScope.Unique("Lambda");
        return function is Func<Tensor, Tensor> or Func<Tensors, Tensors> or Func<Tensors, IReadOnlyDictionary<string, object?>, Tensors>
            ? new Lambda(function) { Name = unique, Arguments = arguments, DTypePolicy = policy, Trainable = trainable }
            : throw value.Error($"the function supplied for layer '{name}' is a {function.GetType().Name}", "A Lambda layer takes a Func<Tensor, Tensor>, or a Func<Tensors, Tensors>, with or without arguments.");
    }

    private static Delegate StandIn(ConfigValue function, string? name) =>
        name is not null && KerasObjects.FindCustom(name) is Delegate supplied ? supplied : throw function.Error(
            "it is Python code, which is refused",
            $"A file could do anything with it, so no code from a file is ever run. Supply a C# function in its place under the layer's name: customObjects.AddFunction(\"{name}\", …); or use a named function in Python and save the model again.");

    private void WriteFunction(ConfigWriter writer)
    {
        string name = KerasObjects.NameOf(function) ?? throw new KerasConfigException(
            Name, "its function has no name that a file could hold", "Register it with KerasObjects.RegisterFunction.");
        writer.Key("function");
        if (writer.Dialect == Dialect.Keras3)
        {
            writer.Function(name);
            return;
        }
        writer.Value(name);
        writer.Key("function_type");
        writer.Value("function");
        foreach (var (key, value) in (ReadOnlySpan<(string, string?)>)[("module", null), ("output_shape", null), ("output_shape_type", "raw"), ("output_shape_module", null)])
        {
            writer.Key(key);
            writer.Value(value);
        }
    }
}
