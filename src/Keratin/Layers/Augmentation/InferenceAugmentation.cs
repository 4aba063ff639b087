using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common whose random changes of images are known to Keras 3 alone: images pass while not training, and training says why it can't be done.</summary>
[KerasObject]
public abstract partial class InferenceAugmentation : AugmentationLayer
{
    private protected InferenceAugmentation()
    {
    }

    private protected override Tensor Augment(Tensor images, SeedGenerator random) => throw new NotSupportedException(
        $"Layer '{Name}' ({ClassName}) passes images on while not training, but its random changes are not computed here. Leave it out for training, or use RandomFlip, RandomRotation, RandomTranslation, RandomZoom, RandomShear, RandomBrightness, RandomContrast, RandomGrayscale, RandomInvert or Solarization.");
}
