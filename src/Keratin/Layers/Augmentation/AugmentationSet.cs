namespace Keratin.Layers;

/// <summary>The layers that <see cref="RandAugment"/> and <see cref="AugMix"/> choose from.</summary>
internal static class AugmentationSet
{
    /// <summary>How many of <see cref="ForAugMix"/> don't change colours.</summary>
    public const int WithoutColour = 7;

    /// <summary>The names in the order of Keras's RandAugment.</summary>
    public static readonly string[] ForRandAugment =
    [
        "shear", "translation", "rotation", "brightness", "color_degeneration", "contrast", "sharpness", "posterization", "solarization", "auto_contrast", "equalization",
    ];

    /// <summary>The names in the order of Keras's AugMix.</summary>
    public static readonly string[] ForAugMix =
    [
        "shear", "translation", "rotation", "posterization", "solarization", "auto_contrast", "equalization", "brightness", "color_degeneration", "contrast", "sharpness",
    ];

    /// <summary>Makes the layers, as strong as a factor says.</summary>
    public static IReadOnlyDictionary<string, AugmentationLayer> Make((double Low, double High) limits, Numbers range, Interpolation interpolation)
    {
        Numbers factor = new[] { limits.Low, limits.High };
        return new Dictionary<string, AugmentationLayer>
        {
            ["shear"] = new RandomShear(factor, factor) { Interpolation = interpolation },
            ["translation"] = new RandomTranslation(factor, factor) { Interpolation = interpolation },
            ["rotation"] = new RandomRotation(factor) { Interpolation = interpolation },
            ["brightness"] = new RandomBrightness(factor, range),
            ["color_degeneration"] = new RandomColorDegeneration { Factor = factor, ValueRange = range },
            ["contrast"] = new RandomContrast(factor, range),
            ["sharpness"] = new RandomSharpness { Factor = factor, ValueRange = range },
            ["posterization"] = new RandomPosterization { Factor = Math.Max(1, (int)(8 * limits.High)), ValueRange = range },
            ["solarization"] = new Solarization(factor, factor, range),
            ["auto_contrast"] = new AutoContrast(range),
            ["equalization"] = new Equalization(range),
        };
    }
}
