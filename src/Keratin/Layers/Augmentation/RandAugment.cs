using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Applies several random changes to images while training. Keras 3: <c>keras.layers.RandAugment</c>.</summary>
[KerasObject("RandAugment")]
public sealed partial class RandAugment : AugmentationLayer
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    /// <summary>The number of changes.</summary>
    [Config]
    public int NumOps { get; init; } = 2;

    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 0.5 };

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var changes = layers ??= AugmentationSet.Make(Limits(Factor, least: 0), ValueRange, Interpolation);
        var chosen = Ops.StatelessRandomUniformInt(Tensor.From([NumOps]), random.Next(), 0, AugmentationSet.ForRandAugment.Length);
        var prepared = Array.ConvertAll(AugmentationSet.ForRandAugment, name => changes[name].Prepare(images, random));
        return batch =>
        {
            // As in Keras, every change is computed, and one kept.
            for (int i = 0; i < NumOps; i++)
                for (int j = 0; j < prepared.Length; j++) batch = Ops.SelectV2(Ops.Equal(chosen[i], j), prepared[j](batch), batch);
            return batch;
        };
    }

    private IReadOnlyDictionary<string, AugmentationLayer>? layers;
}
