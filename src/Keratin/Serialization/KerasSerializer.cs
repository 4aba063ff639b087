using System.Text;
using System.Text.Json;
using Keratin.Layers;

namespace Keratin.Serialization;

/// <summary>How a config is read.</summary>
public sealed record ConfigReadOptions
{
    /// <summary>The dialect the config is written in; found out from the config when null.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>Classes and functions that the config mentions and Keras doesn't have.</summary>
    public CustomObjects? CustomObjects { get; init; }

    /// <summary>Whether what could run code is refused (Keras: <c>safe_mode</c>).</summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>The version of Keras that wrote the config; that in the config itself when null.</summary>
    internal string? KerasVersion { get; init; }

    internal static ConfigReadOptions Default { get; } = new();
}

/// <summary>Objects to their serialised form and back (Keras: <c>serialize_keras_object</c>, <c>deserialize_keras_object</c>).</summary>
public static class KerasSerializer
{
    /// <summary>The JSON of an object's serialised form, UTF-8.</summary>
    /// <param name="value">The object.</param>
    /// <param name="dialect">The dialect to write; the object's own when null.</param>
    /// <param name="form">How objects are wrapped.</param>
    /// <exception cref="KerasConfigException">A class has no config, or a function no name.</exception>
    public static ReadOnlyMemory<byte> Serialize(KerasObject value, Dialect? dialect = null, ObjectForm form = ObjectForm.Full)
    {
        var writer = new ConfigWriter(dialect ?? value.Dialect, form, sharing: true);
        writer.Object(value);
        return writer.Finish();
    }

    /// <summary>Makes the object that a JSON text describes, in any serialised form.</summary>
    /// <typeparam name="T">What the object has to be.</typeparam>
    /// <exception cref="KerasConfigException">The text is no config, names an unknown class, or a class refuses its config.</exception>
    public static T Deserialize<T>(string json, ConfigReadOptions? options = null)
        where T : KerasObject =>
        Deserialize<T>(Encoding.UTF8.GetBytes(json), options);

    /// <inheritdoc cref="Deserialize{T}(string, ConfigReadOptions?)"/>
    public static T Deserialize<T>(ReadOnlyMemory<byte> json, ConfigReadOptions? options = null)
        where T : KerasObject
    {
        using var document = PythonJson.Parse(json);
        return Deserialize<T>(document.RootElement, options);
    }

    /// <inheritdoc cref="Deserialize{T}(string, ConfigReadOptions?)"/>
    public static T Deserialize<T>(JsonElement json, ConfigReadOptions? options = null)
        where T : KerasObject =>
        Read(json, options, static value => value.AsObject<T>());

    /// <summary>A new object of the same class and config (Keras: <c>cls.from_config(obj.get_config())</c>); weights and state are not taken along.</summary>
    /// <exception cref="KerasConfigException">The class has no config, or holds a function without a name.</exception>
    public static T Clone<T>(T value)
        where T : KerasObject
    {
        var kerasClass = value.Class ?? throw new KerasConfigException("", $"{value.GetType().Name} has no config", "Mark the class with [KerasObject], so that it can be made again.");
        return (T)kerasClass.FromConfig(value.GetConfig(), new ConfigReadOptions { Dialect = value.Dialect });
    }

    /// <summary>Reads any config with <paramref name="read"/>, under the options.</summary>
    public static T Read<T>(JsonElement json, ConfigReadOptions? options, Func<ConfigValue, T> read)
    {
        options ??= ConfigReadOptions.Default;
        string? version = options.KerasVersion ?? KerasVersion.In(json);
        var dialect = options.Dialect ?? KerasVersion.DialectOf(version) ?? DialectDetector.Detect(json);
        using var scope = options.CustomObjects is { } objects ? new CustomObjectScope(objects) : null;
        using var behaviour = Dialects.Use(dialect);
        using var cells = CellNames.As(version);
        return read(new ConfigValue(json, new ReadContext(dialect, options.SafeMode), 0));
    }

    /// <summary>Parses a JSON text as Python writes it, NaN and Infinity included.</summary>
    /// <exception cref="KerasConfigException">The text is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json) => PythonJson.Parse(json);
}
