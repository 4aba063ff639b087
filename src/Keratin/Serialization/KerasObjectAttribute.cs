namespace Keratin.Serialization;

/// <summary>
/// Makes a partial class known to Keras: its config is read and written by generated code, and its name resolves in files.
/// On an abstract base class it states what the derived classes share.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KerasObjectAttribute : Attribute
{
    /// <summary>Marks a base class; derived classes inherit its module.</summary>
    public KerasObjectAttribute()
    {
    }

    /// <summary>Marks a class that Keras calls <paramref name="name"/>; <paramref name="aliases"/> are further names it is read by.</summary>
    public KerasObjectAttribute(string name, params string[] aliases)
    {
        Name = name;
        Aliases = aliases;
    }

    /// <summary>Keras's name of the class.</summary>
    public string? Name { get; }

    /// <summary>Older class names and short identifiers (<c>"mse"</c>). The name in snake_case is always one.</summary>
    public string[] Aliases { get; } = [];

    /// <summary>The class's name in Keras 2 where it differs (<c>Policy</c> for <c>DTypePolicy</c>).</summary>
    public string? Keras2Name { get; set; }

    /// <summary>The public Python module, e.g. <c>keras.layers</c>; taken from the base class when not given.</summary>
    public string? Module { get; set; }

    /// <summary>The module in Keras 2 where it differs.</summary>
    public string? Keras2Module { get; set; }

    /// <summary>The package of a class that isn't Keras's own: it is registered as <c>package&gt;name</c>. Keras's default is <c>Custom</c>.</summary>
    public string? Package { get; set; }

    /// <summary>The package that Keras 2's legacy form puts before a built-in's name (<c>Custom&gt;Adam</c>).</summary>
    public string? LegacyPackage { get; set; }

    /// <summary>The class lives in a Keras module that isn't public, so files also carry its registered name (<c>Functional</c>).</summary>
    public bool Unexported { get; set; }

    /// <summary>Legacy config keys that are accepted and ignored.</summary>
    public string[] Ignored { get; set; } = [];

    /// <summary>The config's keys and their order, inherited ones included; the rest isn't written. All of them when empty, base class first.</summary>
    public string[] Keys { get; set; } = [];
}
