using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Blends images with others of the batch while training. Keras 3: <c>keras.layers.MixUp</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("MixUp")]
public sealed partial class MixUp : InferenceAugmentation
{
    /// <summary>The parameter of the distribution that weights are drawn from.</summary>
    [Config]
    public double Alpha { get; init; } = 0.2;
}
