using System.Text;
using System.Text.Json.Nodes;

namespace Keratin.Serialization;

/// <summary>How a class is known to Keras: its names and how an instance is made from a config. Generated for each <see cref="KerasObjectAttribute"/>.</summary>
public sealed class KerasClass
{
    /// <summary>Describes a class.</summary>
    /// <param name="type">The class, or one that its instances derive from.</param>
    /// <param name="name">Keras's name of the class.</param>
    /// <param name="read">Makes an instance from a config.</param>
    public KerasClass(Type type, string name, Func<ConfigReader, KerasObject> read)
    {
        Type = type;
        Name = name;
        Read = read;
    }

    /// <summary>The class, or one that its instances derive from.</summary>
    public Type Type { get; }

    /// <summary>Keras's name of the class.</summary>
    public string Name { get; }

    /// <summary>Makes an instance from a config.</summary>
    public Func<ConfigReader, KerasObject> Read { get; }

    /// <summary>Makes an instance from a config (Keras: <c>from_config</c>), such as <see cref="KerasObject.GetConfig"/> gave and the caller changed.</summary>
    /// <exception cref="KerasConfigException">The config is not one of the class.</exception>
    public KerasObject FromConfig(JsonObject config, ConfigReadOptions? options = null)
    {
        using var json = KerasSerializer.Parse(Encoding.UTF8.GetBytes(config.ToJsonString()));
        return KerasSerializer.Read(json.RootElement, (options ?? new ConfigReadOptions()) with { Dialect = options?.Dialect ?? Dialects.Current }, value => Read(value.AsReader()));
    }

    /// <summary>The Python module; null for a custom class.</summary>
    public string? Module { get; init; }

    /// <summary>The name in Keras 2 where it differs.</summary>
    public string? Keras2Name { get; init; }

    /// <summary>The module in Keras 2 where it differs.</summary>
    public string? Keras2Module { get; init; }

    /// <summary>The package of a custom class.</summary>
    public string? Package { get; init; }

    /// <summary>The package that Keras 2's legacy form puts before a built-in's name.</summary>
    public string? LegacyPackage { get; init; }

    /// <summary>Whether files carry the registered name although the class is Keras's own.</summary>
    public bool Unexported { get; init; }

    /// <summary>The name under which Keras registers the class: <c>package&gt;name</c> for a custom class, else the name.</summary>
    public string RegisteredName => Package is null ? Name : $"{Package}>{Name}";

    /// <summary>The name in a dialect.</summary>
    public string NameIn(Dialect dialect) => dialect == Dialect.Keras2 ? Keras2Name ?? Name : Name;

    /// <summary>The module in a dialect.</summary>
    public string? ModuleIn(Dialect dialect) => dialect == Dialect.Keras2 ? Keras2Module ?? Module : Module;

    /// <inheritdoc/>
    public override string ToString() => RegisteredName;
}
