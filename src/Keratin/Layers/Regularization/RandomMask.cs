namespace Keratin.Layers;

/// <summary>Zeros at random places, as dropout layers and recurrent cells use them.</summary>
internal static class RandomMask
{
    public static Tensor Drop(Tensor inputs, double rate, int[]? noiseShape, SeedGenerator generator)
    {
        if (rate >= 1) return Ops.ZerosLike(inputs);
        var noise = Ops.StatelessRandomUniform(NoiseShape(inputs, noiseShape), generator.Next(), inputs.DType);
        var kept = Ops.Cast(noise >= (float)rate, inputs.DType);
        return inputs * (float)(1 / (1 - rate)) * kept;
    }

    private static Tensor NoiseShape(Tensor inputs, int[]? noiseShape)
    {
        if (noiseShape is null) return Ops.Shape(inputs);
        if (noiseShape.Length != inputs.Rank) throw new ArgumentException($"The noise shape has {noiseShape.Length} sizes; the input {inputs.Shape} has {inputs.Rank} axes.");
        var sizes = Ops.Shape(inputs);
        var given = new Tensor[noiseShape.Length];
        for (int i = 0; i < given.Length; i++)
            given[i] = noiseShape[i] >= 0 ? noiseShape[i] : Ops.StridedSlice(sizes, new[] { i }, new[] { i + 1 }, new[] { 1 }, shrinkAxisMask: 1);
        return Ops.Pack(given);
    }
}
