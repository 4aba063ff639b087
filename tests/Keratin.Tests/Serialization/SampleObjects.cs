using Keratin.Serialization;

namespace Keratin.Tests.Serialization;

/// <summary>Small Keras objects as a user would write them, with every kind of config property.</summary>
[KerasObject]
public abstract partial class Part : KerasObject
{
    [Config] public string? Name { get; init; }

    [Config] public bool Trainable { get; set; } = true;

    public override bool IsShareable => true;
}

public enum Padding
{
    Valid,
    SameUpper,
    [ConfigName("causal!")] Causal,
}

[KerasObject("Seed")]
public sealed partial class Seed(int? seed = null) : KerasObject
{
    [Config("seed")] public int? Number { get; private set; } = seed;

    public static Seed FromConfig(ConfigReader config) => new(config.TryGet("seed", out var seed) && !seed.IsNull ? seed.AsInt32() : null);
}

[KerasObject("Widget", "old_widget", Package = "my", Ignored = ["implementation"])]
public partial class Widget(
    int units,
    double rate = 0.25,
    Padding padding = Padding.SameUpper,
    Padding? otherPadding = null,
    Seed? seed = null,
    (int, int) strides = default,
    int[]? sizes = null,
    Shape shape = default,
    DType dtype = DType.Float32) : Part
{
    [Config] public int Units { get; } = units >= 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), units, "Units must not be negative.");

    [Config(Float32 = Dialect.Keras2)] public double Rate { get; } = rate;

    [Config] public Padding Padding { get; } = padding;

    [Config] public Padding? OtherPadding { get; } = otherPadding;

    [Config] public Seed? Seed { get; } = seed;

    [Config] public (int, int) Strides { get; } = strides;

    [Config] public int[]? Sizes { get; } = sizes;

    [Config] public Shape Shape { get; } = shape;

    [Config] public DType DType { get; } = dtype;

    [Config("negative_slope", Keras2Name = "alpha", Aliases = ["slope"])] public double Slope { get; init; } = 0.3;

    [Config(Dialect = Dialect.Keras3, OmitNull = Dialect.Keras3)] public int? LoraRank { get; init; }

    [Config(Keras2Default = 0.99)] public double Momentum { get; private init; } = 0.9;

    [Config] public IReadOnlyList<Part> Parts { get; init; } = [];

    [Config] public IReadOnlyDictionary<string, double?> Weights { get; init; } = new Dictionary<string, double?>();

    [Config] public object? Anything { get; init; }

    [Config] public Func<double, double>? Curve { get; init; }
}

[KerasObject("SpecialWidget")]
public sealed partial class SpecialWidget(
    int units, double rate = 0.5, Padding padding = Padding.Valid, Padding? otherPadding = null, Seed? seed = null, (int, int) strides = default,
    int[]? sizes = null, Shape shape = default, DType dtype = DType.Float32)
    : Widget(units, rate, padding, otherPadding, seed, strides, sizes, shape, dtype);

[KerasObject("Bare", Keys = ["b", "name", "a"])]
public sealed partial class Bare : Part
{
    [Config] public long A { get; set; } = 1;

    [Config] public float B { get; set; } = 0.1f;
}

/// <summary>Has no [KerasObject] of its own, so it must not pass for its base class.</summary>
public sealed class Undescribed() : Widget(1);
