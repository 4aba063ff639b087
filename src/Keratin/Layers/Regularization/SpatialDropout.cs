using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that drop whole channels, everywhere in a sample at once.</summary>
[KerasObject]
public abstract partial class SpatialDropout : NoiseLayer
{
    private readonly int rank;

    private protected SpatialDropout(int rank, double rate, DataFormat dataFormat) => (this.rank, Rate, Format) = (rank, Rate01(rate), dataFormat);

    /// <summary>The share of channels that become zero.</summary>
    [Config]
    public double Rate { get; }

    // Keras 2's class is one of Dropout, whose setting it writes though it has no use for it.
    [Config(Dialect = Dialect.Keras2)]
    internal Shape? NoiseShape { get; private init; }

    private protected DataFormat Format { get; }

    private protected override bool IsActive => Rate > 0;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, rank);

    private protected override Tensor Disturb(Tensor inputs, SeedGenerator generator)
    {
        var shape = Shape.UnknownOfRank(inputs.Rank);
        for (int i = 0; i < rank; i++) shape = shape.With(SpatialLayout.FirstSpatialAxis(Format) + i, 1);
        return RandomMask.Drop(inputs, Rate, shape, generator);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        if (writer.Dialect == Dialect.Keras2)
        {
            WriteProperties(writer);
            return;
        }
        // Keras 3 writes these four only.
        writer.Key("rate");
        writer.Value(Rate);
        writer.Key("seed");
        writer.Value((long?)Seed);
        writer.Key("name");
        writer.Value(Name);
        writer.Key("dtype");
        DTypePolicy.WriteConfig(writer);
    }
}
