namespace Keratin.Serialization;

/// <summary>A type that reads and writes itself as a value of a config.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IConfigValue<TSelf>
    where TSelf : IConfigValue<TSelf>
{
    /// <summary>Reads the value; fails with <see cref="KerasConfigException"/> (see <see cref="ConfigValue.Unexpected"/>).</summary>
    static abstract TSelf ReadConfig(ConfigValue value);

    /// <summary>Writes the value, exactly one.</summary>
    void WriteConfig(ConfigWriter writer);
}
