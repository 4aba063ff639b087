namespace Keratin.Layers;

/// <summary>Zeros at random places, as dropout layers and recurrent cells use them.</summary>
internal static class RandomMask
{
    public static Tensor Drop(Tensor inputs, double rate, Shape? noiseShape, SeedGenerator generator)
    {
        if (rate >= 1) return Ops.ZerosLike(inputs);
        var noise = Ops.StatelessRandomUniform(NoiseShape(inputs, noiseShape), generator.Next(), inputs.DType);
        var kept = Ops.Cast(noise >= (float)rate, inputs.DType);
        return inputs * (float)(1 / (1 - rate)) * kept;
    }

    private static Tensor NoiseShape(Tensor inputs, Shape? noiseShape)
    {
        if (noiseShape is not { HasRank: true } shape) return Ops.Shape(inputs);
        if (shape.Rank != inputs.Rank) throw new ArgumentException($"The noise shape {shape} has {shape.Rank} sizes; the input {inputs.Shape} has {inputs.Rank} axes.");
        var sizes = Ops.Shape(inputs);
        var given = new Tensor[shape.Rank];
        for (int i = 0; i < given.Length; i++)
            given[i] = shape[i] >= 0 ? (int)shape[i] : Ops.StridedSlice(sizes, new[] { i }, new[] { i + 1 }, new[] { 1 }, shrinkAxisMask: 1);
        return Ops.Pack(given);
    }
}
