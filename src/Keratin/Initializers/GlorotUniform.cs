using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>Uniform between ±√(6 / (fan in + fan out)) (<c>keras.initializers.GlorotUniform</c>).</summary>
[KerasObject("GlorotUniform")]
public sealed partial class GlorotUniform : Initializer
{
    /// <summary>Makes the values reproducible.</summary>
    [Config]
    public int? Seed { get; init; }

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
    {
        var random = Seed is { } seed ? new Random(seed) : new Random();
        long receptive = 1;
        for (int i = 0; i < shape.Rank - 2; i++) receptive *= shape[i];
        double fans = shape.Rank == 0 ? 2 : shape.Rank == 1 ? 2 * shape[0] : receptive * (shape[^2] + shape[^1]);
        double limit = Math.Sqrt(6 / fans);
        var values = new float[shape.ElementCount];
        for (int i = 0; i < values.Length; i++) values[i] = (float)((2 * random.NextDouble() - 1) * limit);
        return Tensor.From(values, shape);
    }
}
