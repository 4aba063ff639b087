using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The dtypes of a layer's weights and of its computation (<c>keras.DTypePolicy</c>; Keras 2: <c>mixed_precision.Policy</c>).</summary>
public sealed class DTypePolicy : IConfigValue<DTypePolicy>
{
    /// <summary>A policy by Keras's name: a dtype, <c>mixed_float16</c> or <c>mixed_bfloat16</c>.</summary>
    /// <exception cref="ArgumentException">The name is none of these.</exception>
    public DTypePolicy(string name)
    {
        Name = name;
        (ComputeDType, VariableDType) = name switch
        {
            "mixed_float16" => (DType.Half, DType.Float32),
            "mixed_bfloat16" => (DType.BFloat16, DType.Float32),
            _ when DTypes.TryParse(name, out var dtype) => (dtype, dtype),
            _ => throw new ArgumentException($"'{name}' is no dtype policy; use a dtype's name, mixed_float16 or mixed_bfloat16.", nameof(name)),
        };
    }

    // Mostly, all layers of a model have the same.
    [ThreadStatic] private static DTypePolicy? last;

    // Keras 3 writes a policy as an object, but as a plain name where one was given: each file keeps its form.
    private bool IsPlainName { get; init; }

    /// <summary>The policy of layers that are not given one (<c>set_global_policy</c>, <c>set_dtype_policy</c>).</summary>
    public static DTypePolicy Global { get; set; } = new("float32");

    /// <summary>Keras's name.</summary>
    public string Name { get; }

    /// <summary>What layers compute in.</summary>
    public DType ComputeDType { get; }

    /// <summary>What weights are kept in.</summary>
    public DType VariableDType { get; }

    /// <summary>A policy that computes and keeps weights in one dtype.</summary>
    public static implicit operator DTypePolicy(DType dtype) => new(dtype.Name()) { IsPlainName = true };

    /// <summary>A policy by name.</summary>
    public static implicit operator DTypePolicy(string name) => new(name);

    /// <summary>Reads a dtype's name or a policy object of either dialect; null is the global policy.</summary>
    public static DTypePolicy ReadConfig(ConfigValue value)
    {
        if (value.IsNull) return Global;
        string name = value.IsString ? value.AsString() : PolicyName(value.AsReader());
        if (last is { } known && known.Name == name && known.IsPlainName == value.IsString) return known;
        return name is "mixed_float16" or "mixed_bfloat16" || DTypes.TryParse(name, out _) ? last = new(name) { IsPlainName = value.IsString } : throw value.Unexpected("a dtype's name, mixed_float16 or mixed_bfloat16");
    }

    /// <summary>Writes what Keras writes: an object in Keras 3; in Keras 2 the dtype's name unless computation and weights differ.</summary>
    public void WriteConfig(ConfigWriter writer)
    {
        bool isKeras3 = writer.Dialect == Dialect.Keras3;
        if (IsPlainName || (!isKeras3 && ComputeDType == VariableDType))
        {
            writer.Value(Name);
            return;
        }
        bool isFull = isKeras3 || writer.Form == ObjectForm.Full;
        writer.BeginObject();
        if (isFull)
        {
            writer.Key("module");
            writer.Value(isKeras3 ? "keras" : "keras.mixed_precision");
        }
        writer.Key("class_name");
        writer.Value(isKeras3 ? "DTypePolicy" : "Policy");
        writer.Key("config");
        writer.BeginObject();
        writer.Key("name");
        writer.Value(Name);
        writer.EndObject();
        if (isFull)
        {
            writer.Key("registered_name");
            writer.Null();
        }
        writer.EndObject();
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string PolicyName(ConfigReader policy)
    {
        string kind = policy["class_name"].AsString();
        if (kind is "DTypePolicy" or "Policy" or "FloatDTypePolicy" or "PolicyV1") return policy["config"].AsReader()["name"].AsString();
        throw policy.Error($"the dtype policy '{kind}'", "DTypePolicy of Keras 3 or Policy of Keras 2; quantized policies can't be computed with.");
    }
}
