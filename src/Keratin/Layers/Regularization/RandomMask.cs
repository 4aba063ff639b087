namespace Keratin.Layers;

/// <summary>Zeros at random places, as dropout layers and recurrent cells use them.</summary>
internal static class RandomMask
{
    public static Tensor Drop(Tensor inputs, double rate, Shape? noiseShape, SeedGenerator generator) =>
        rate >= 1 ? Ops.ZerosLike(inputs) : inputs * (float)(1 / (1 - rate)) * Kept(inputs, rate, noiseShape, generator);

    /// <summary>1 for what stays and 0 for what goes, in the inputs' dtype.</summary>
    public static Tensor Kept(Tensor inputs, double rate, Shape? noiseShape, SeedGenerator generator)
    {
        var noise = Ops.StatelessRandomUniform(NoiseShape(inputs, noiseShape), generator.Next(), inputs.DType);
        return Ops.Cast(noise >= (float)rate, inputs.DType);
    }

    private static Tensor NoiseShape(Tensor inputs, Shape? noiseShape)
    {
        if (noiseShape is not { HasRank: true } shape) return Ops.Shape(inputs);
        if (shape.Rank != inputs.Rank) throw new ArgumentException($"The noise shape {shape} has {shape.Rank} sizes; the input {inputs.Shape} has {inputs.Rank} axes.");
        var sizes = Sizing.Of(inputs);
        for (int i = 0; i < sizes.Length; i++)
            if (shape[i] >= 0) sizes[i] = (int)shape[i];
        return Sizing.Shape(sizes);
    }
}
