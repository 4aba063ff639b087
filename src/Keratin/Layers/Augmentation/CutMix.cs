using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Puts parts of other images of the batch into images while training. Keras 3: <c>keras.layers.CutMix</c>. Models that have it are read, run and written; training with it is refused.</summary>
[KerasObject("CutMix")]
public sealed partial class CutMix : InferenceAugmentation
{
    /// <summary>The limits of how strong the change is.</summary>
    [Config]
    public Numbers Factor { get; init; } = new[] { 0.0, 1.0 };
}
