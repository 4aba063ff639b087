using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>
/// The seed of an initializer: a number, none (one is chosen), or Keras 3's <c>SeedGenerator</c>, from which every call takes the
/// next seed.
/// </summary>
public readonly record struct InitializerSeed : IConfigValue<InitializerSeed>
{
    private InitializerSeed(long? value, string? generator) => (Value, GeneratorName) = (value, generator);

    /// <summary>The number, or null.</summary>
    public long? Value { get; }

    /// <summary>The name of the generator, where it is one.</summary>
    public string? GeneratorName { get; }

    /// <summary>A number.</summary>
    public static implicit operator InitializerSeed(int value) => new(value, null);

    /// <summary>A number, or none.</summary>
    public static implicit operator InitializerSeed(long? value) => new(value, null);

    /// <summary>A generator that starts with a number (<c>keras.random.SeedGenerator</c>).</summary>
    public static InitializerSeed Generator(long? seed, string name = "seed_generator") => new(seed, name);

    /// <inheritdoc/>
    public static InitializerSeed ReadConfig(ConfigValue value)
    {
        if (value.IsNull) return default;
        if (!value.IsDictionary) return value.AsInt64();
        var parts = value.AsReader();
        if (parts["class_name"].AsString() != "SeedGenerator") throw value.Unexpected("a number, None or a SeedGenerator");
        var config = parts["config"].AsReader();
        long? seed = config.TryGet("seed", out var given) && !given.IsNull ? given.AsInt64() : null;
        return Generator(seed, config.TryGet("name", out var name) && !name.IsNull ? name.AsString() : "seed_generator");
    }

    /// <inheritdoc/>
    public void WriteConfig(ConfigWriter writer)
    {
        if (GeneratorName is null || writer.Dialect == Dialect.Keras2)
        {
            writer.Value(Value);
            return;
        }

        writer.BeginObject();
        writer.Key("module"u8);
        writer.Value("keras.random");
        writer.Key("class_name"u8);
        writer.Value("SeedGenerator");
        writer.Key("config"u8);
        writer.BeginObject();
        writer.Key("seed"u8);
        writer.Value(Value);
        writer.Key("name"u8);
        writer.Value(GeneratorName);
        writer.EndObject();
        writer.Key("registered_name"u8);
        writer.Null();
        writer.EndObject();
    }
}
