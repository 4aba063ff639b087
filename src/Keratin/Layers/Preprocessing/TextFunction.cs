using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What <see cref="TextVectorization"/> does to texts, or how it splits them: one of Keras's ways by name, a function, or nothing. Not given, it is the layer's default.</summary>
public readonly struct TextFunction : IConfigValue<TextFunction>
{
    private TextFunction(string? name, Func<Tensor, Tensor>? function) => (Name, Function, IsGiven) = (name, function, true);

    /// <summary>Texts stay as they are.</summary>
    public static TextFunction None => new(null, null);

    /// <summary>The name, or null for none.</summary>
    public string? Name { get; }

    /// <summary>The function, if it is one's own: strings to strings.</summary>
    public Func<Tensor, Tensor>? Function { get; }

    internal bool IsGiven { get; }

    /// <summary>One of Keras's ways.</summary>
    public static implicit operator TextFunction(string name) => new(name, null);

    /// <summary>A function; models that have it can be saved once it is registered (<see cref="KerasObjects.RegisterFunction"/>).</summary>
    public static implicit operator TextFunction(Func<Tensor, Tensor> function) => new(KerasObjects.NameOf(function), function);

    /// <summary>Reads a name, a function that was supplied, or None.</summary>
    public static TextFunction ReadConfig(ConfigValue value)
    {
        if (value.IsNull) return None;
        var function = value.AsFunction<Func<Tensor, Tensor>>();
        return new(function.Name, function.Custom);
    }

    /// <summary>Writes what was read.</summary>
    public void WriteConfig(ConfigWriter writer)
    {
        if (Function is not null) writer.Function(Function);
        else writer.Value(Name);
    }
}
