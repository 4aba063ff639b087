namespace Keratin.Serialization;

/// <summary>
/// Marks a property as part of the config. Its key is the name in snake_case unless given. It is read through the constructor
/// parameter of the same name, else through its setter (<c>init</c> and non-public ones too).
/// </summary>
/// <param name="name">The key where it isn't the property's name in snake_case.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConfigAttribute(string? name = null) : Attribute
{
    /// <summary>The key where it isn't the property's name in snake_case.</summary>
    public string? Name { get; } = name;

    /// <summary>The key in Keras 2 where it differs; either is accepted when reading.</summary>
    public string? Keras2Name { get; set; }

    /// <summary>Further keys that are accepted when reading.</summary>
    public string[] Aliases { get; set; } = [];

    /// <summary>The dialect that has the key; both when not given. With <c>default</c> the key is read but never written.</summary>
    public Dialect Dialect { get; set; } = Dialect.Keras2 | Dialect.Keras3;

    /// <summary>The dialects that leave the key out when its value is null.</summary>
    public Dialect OmitNull { get; set; }

    /// <summary>The dialects that hold the number as float32, so that 0.001 is written as 0.0010000000474974513.</summary>
    public Dialect Float32 { get; set; }

    /// <summary>The dialects that write the array as a tensor (<c>__tensor__</c>) instead of as NumPy's.</summary>
    public Dialect Tensor { get; set; }

    /// <summary>What a missing key means in Keras 2, where that differs from the constructor's default.</summary>
    public object? Keras2Default { get; set; }
}

/// <summary>The string by which Keras knows an enum's member, where it isn't the member's name in snake_case.</summary>
/// <param name="name">Keras's string.</param>
/// <param name="aliases">Further strings that are accepted when reading.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ConfigNameAttribute(string name, params string[] aliases) : Attribute
{
    /// <summary>Keras's string.</summary>
    public string Name { get; } = name;

    /// <summary>Further strings that are accepted when reading.</summary>
    public string[] Aliases { get; } = aliases;
}

/// <summary>Marks the partial class which holds an assembly's table of Keras classes, instead of registering them when it is loaded.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class KerasTableAttribute : Attribute;
