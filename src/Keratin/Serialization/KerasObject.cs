using System.Text.Json.Nodes;

namespace Keratin.Serialization;

/// <summary>
/// Anything that Keras describes by a class name and a config: layers, models, losses, metrics, optimizers, schedules,
/// initializers, regularizers, constraints, dtype policies.
/// </summary>
/// <remarks>
/// Derive, mark the class <c>partial</c> with <see cref="KerasObjectAttribute"/> and its settings with
/// <see cref="ConfigAttribute"/>: reading, writing and the registry entry are generated.
/// </remarks>
public abstract class KerasObject
{
    /// <summary>Makes an object that follows the <see cref="Dialects.Current"/> dialect.</summary>
    protected KerasObject() => Dialect = Dialects.Current;

    /// <summary>The dialect whose behaviour the object follows where Keras 2 and Keras 3 differ.</summary>
    public Dialect Dialect { get; }

    /// <summary>How the class is known to Keras; null when the class isn't marked with <see cref="KerasObjectAttribute"/>.</summary>
    public virtual KerasClass? Class => null;

    /// <summary>Keras's name of the class.</summary>
    public string ClassName => Class?.NameIn(Dialect) ?? GetType().Name;

    /// <summary>What a dialect has in the object's place: functions applied to symbols are of different classes.</summary>
    internal virtual KerasObject In(Dialect dialect) => this;

    /// <summary>Writes the object's config, key by key (Keras: <c>get_config</c>). Override it to write what attributes can't say.</summary>
    public virtual void WriteConfig(ConfigWriter writer)
    {
    }

    /// <summary>Writes what the object was built with (Keras: <c>get_build_config</c>), or returns false when there is nothing to tell.</summary>
    public virtual bool WriteBuildConfig(ConfigWriter writer) => false;

    /// <summary>Builds the object as <see cref="WriteBuildConfig"/> described it (Keras: <c>build_from_config</c>).</summary>
    public virtual void ReadBuildConfig(ConfigReader config)
    {
    }

    /// <summary>Writes what the object was compiled with (Keras: <c>get_compile_config</c>), or returns false when there is nothing to tell.</summary>
    public virtual bool WriteCompileConfig(ConfigWriter writer) => false;

    /// <summary>Compiles the object as <see cref="WriteCompileConfig"/> described it (Keras: <c>compile_from_config</c>).</summary>
    public virtual void ReadCompileConfig(ConfigReader config)
    {
    }

    /// <summary>Whether one instance used in two places must stay one instance in a file (Keras: <c>shared_object_id</c>).</summary>
    public virtual bool IsShareable => false;

    /// <summary>The object's config (Keras: <c>get_config</c>), in the object's own dialect unless told.</summary>
    public JsonObject GetConfig(Dialect? dialect = null)
    {
        var writer = new ConfigWriter(dialect ?? Dialect);
        writer.BeginObject();
        WriteConfig(writer);
        writer.EndObject();
        return PythonJson.ParseNode(writer.WrittenMemory).AsObject();
    }
}
