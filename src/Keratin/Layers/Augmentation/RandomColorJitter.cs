using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Changes brightness, contrast, saturation and hue at random while training. Keras 3: <c>keras.layers.RandomColorJitter</c>.</summary>
[KerasObject("RandomColorJitter")]
public sealed partial class RandomColorJitter : AugmentationLayer
{
    /// <summary>The least and the largest value of pixels.</summary>
    [Config]
    public Numbers ValueRange { get; init; } = new[] { 0.0, 255.0 };

    /// <summary>The limits of the change of brightness.</summary>
    [Config]
    public Numbers? BrightnessFactor { get; init; }

    /// <summary>The limits of the change of contrast.</summary>
    [Config]
    public Numbers? ContrastFactor { get; init; }

    /// <summary>The limits of the change of saturation.</summary>
    [Config]
    public Numbers? SaturationFactor { get; init; }

    /// <summary>The limits of the change of hue.</summary>
    [Config]
    public Numbers? HueFactor { get; init; }

    internal override Func<Tensor, Tensor> Prepare(Tensor images, SeedGenerator random)
    {
        var changes = Array.ConvertAll(layers ??= MakeLayers(), layer => layer.Prepare(images, random));
        return batch => changes.Aggregate(batch, static (changed, change) => change(changed));
    }

    private AugmentationLayer[] MakeLayers()
    {
        var made = new List<AugmentationLayer>();
        if (BrightnessFactor is { } brightness) made.Add(new RandomBrightness(brightness, ValueRange));
        if (ContrastFactor is { } contrast) made.Add(new RandomContrast(contrast, ValueRange));
        if (SaturationFactor is { } saturation) made.Add(new RandomSaturation { Factor = saturation, ValueRange = ValueRange });
        if (HueFactor is { } hue) made.Add(new RandomHue { Factor = hue, ValueRange = ValueRange });
        return [.. made];
    }

    private AugmentationLayer[]? layers;
}
