using Keratin.Layers;
using Keratin.Serialization;

namespace Keratin.Activations;

/// <summary>
/// A function of a tensor with the name by which configs know it (<c>keras.activations</c>). Converts from a name such as
/// <c>"relu"</c>, from a C# function and from a layer.
/// </summary>
public sealed class Activation : IConfigValue<Activation>
{
    private readonly Func<Tensor, Tensor> _function;
    private readonly bool _isBuiltIn;

    private Activation(string name, Func<Tensor, Tensor> function, bool isBuiltIn = false) =>
        (Name, _function, _isBuiltIn) = (name, function, isBuiltIn);

    private Activation(Layer layer)
        : this(layer.Name, x => layer.Apply(x)) => Layer = layer;

    /// <summary>A function of one's own, by the name that configs are to have.</summary>
    public Activation(string name, Func<Tensor, Tensor> function)
        : this(name, function, isBuiltIn: false)
    {
    }

    /// <summary>The identity.</summary>
    public static Activation Linear { get; } = new("linear", static x => x, isBuiltIn: true);

    /// <summary>The name in configs.</summary>
    public string Name { get; }

    /// <summary>The layer whose call is the function, if it is one.</summary>
    public Layer? Layer { get; }

    /// <summary>Whether the function is the identity, so that nothing needs to be computed.</summary>
    public bool IsLinear => ReferenceEquals(this, Linear);

    /// <summary>Applies the function.</summary>
    public Tensor Apply(Tensor x) => _function(x);

    /// <summary>
    /// An activation by the name of one of Keras's functions (as the current dialect computes it), of a registered function, or
    /// of a layer (<c>keras.activations.get</c>).
    /// </summary>
    /// <exception cref="KerasConfigException">Nothing has the name.</exception>
    public static Activation Get(string name) =>
        KerasObjects.FindCustom(name) is Func<Tensor, Tensor> custom ? new Activation(name, custom)
        : BuiltIn(name, Dialects.Current) ?? (Activation)KerasObjects.Get<Layer>(name);

    /// <summary>As <see cref="Get"/>.</summary>
    public static implicit operator Activation(string name) => Get(name);

    /// <summary>A C# function; models that have it can be saved once it is registered (<see cref="KerasObjects.RegisterFunction"/>).</summary>
    public static implicit operator Activation(Func<Tensor, Tensor> function) => new(KerasObjects.NameOf(function) ?? "", function);

    /// <summary>A layer's call.</summary>
    public static implicit operator Activation(Layer layer) => new(layer);

    /// <inheritdoc/>
    public static Activation ReadConfig(ConfigValue value)
    {
        if (value.IsNull)
        {
            return Linear;
        }

        if (!value.IsFunction)
        {
            return value.AsObject<Layer>();
        }

        var function = value.AsFunction<Func<Tensor, Tensor>>();
        if (function.Custom is { } custom)
        {
            return new Activation(function.Name, custom);
        }

        return BuiltIn(function.Name, value.Dialect)
            ?? (value.IsString && KerasObjects.FindBuiltIn(function.Name, [], typeof(Layer)) is not null ? value.AsObject<Layer>() : null)
            ?? throw value.Error(
                $"'{function.Name}' is unknown as an activation",
                $"If it is a custom function, supply it: customObjects.AddFunction(\"{function.Name}\", …), or KerasObjects.RegisterFunction before loading.");
    }

    /// <inheritdoc/>
    public void WriteConfig(ConfigWriter writer)
    {
        if (Layer is not null)
        {
            writer.Object(Layer);
        }
        else if (_isBuiltIn)
        {
            // Keras 3 has one function under each of these two pairs of names.
            writer.Value(writer.Dialect == Dialect.Keras3 ? Name switch { "swish" => "silu", "hard_swish" => "hard_silu", _ => Name } : Name);
        }
        else if (Name.Length > 0)
        {
            writer.Function(Name);
        }
        else
        {
            writer.Function(_function);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Activation? BuiltIn(string name, Dialect dialect)
    {
        if (name == "linear")
        {
            return Linear;
        }

        return ActivationFunctions.Find(name, dialect) is { } function ? new Activation(name, function, isBuiltIn: true) : null;
    }
}
