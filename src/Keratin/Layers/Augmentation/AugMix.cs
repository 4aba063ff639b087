using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Mixes several chains of random changes into images while training. Keras 3: <c>keras.layers.AugMix</c>.</summary>
[KerasObject("AugMix")]
public sealed partial class AugMix : AugmentationLayer
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    /// <summary>The number of chains.</summary>
    [Config]
    public int NumChains { get; init; } = 3;

    /// <summary>The number of changes in a chain.</summary>
    [Config]
    public int ChainDepth { get; init; } = 3;

    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 0.3 };

    /// <summary>The parameter of the distribution that weights are drawn from.</summary>
    [Config]
    public double Alpha { get; init; } = 1;

    /// <summary>Whether all kinds of changes are used.</summary>
    [Config]
    public bool AllOps { get; init; } = true;

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var changes = layers ??= AugmentationSet.Make(Limits(Factor, least: 0), ValueRange, Interpolation);
        var names = AllOps ? AugmentationSet.ForAugMix : AugmentationSet.ForAugMix.AsSpan(0, AugmentationSet.WithoutColour);
        var gamma = RandomNumbers.Gamma(Tensor.From([NumChains]), Scalars.Like(DType.Float32, Alpha), random.Next());
        var shares = gamma / Ops.Sum(gamma, new[] { 0 }, keepDims: true);
        var weight = RandomNumbers.Beta(Array.Empty<int>(), Scalars.Like(DType.Float32, Alpha), random);
        var chains = new List<Func<Tensor, Tensor>>[NumChains];
        for (int i = 0; i < NumChains; i++)
        {
            chains[i] = [];
            for (int depth = 0; depth < ChainDepth; depth++)
            {
                // The place after the last stands for no change.
                int choice = Randomness.Choose(names.Length + 1);
                if (choice < names.Length) chains[i].Add(changes[names[choice]].Prepare(images, random));
            }
        }
        return batch =>
        {
            var mixed = Ops.ZerosLike(batch);
            for (int i = 0; i < NumChains; i++) mixed += chains[i].Aggregate(batch, static (changed, change) => change(changed)) * Ops.Cast(shares[i], batch.DType);
            var own = Ops.Cast(weight, batch.DType);
            return Clip(own * batch + (Scalars.Like(batch, 1) - own) * mixed, ValueRange.Values[0], ValueRange.Values[1]);
        };
    }

    private IReadOnlyDictionary<string, AugmentationLayer>? layers;
}
