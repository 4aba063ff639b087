using Keratin.Layers;

namespace Keratin.Training;

/// <summary>Turns weights of classes into weights of samples.</summary>
internal static class ClassWeights
{
    public static Batch Apply(in Batch batch, IReadOnlyDictionary<int, double>? weights)
    {
        if (weights is null) return batch;
        if (batch.Y.Count != 1) throw new ArgumentException($"Class weights need exactly one target; there are {batch.Y.Count}.");
        if (batch.SampleWeight.Count > 0) throw new ArgumentException("Class weights and sample weights can't be given together.");
        var labels = Labels(batch.Y[0]);
        var values = new float[labels.Length];
        for (int i = 0; i < values.Length; i++) values[i] = (float)weights.GetValueOrDefault((int)labels[i], 1);
        return batch with { SampleWeight = Tensor.From(values) };
    }

    private static long[] Labels(Tensor targets)
    {
        // One-hot targets name the class by the place of the largest element.
        if (targets.Rank == 2 && targets.Shape[1] > 1) return Ops.ArgMax(targets, -1).ToArray<long>();
        return Ops.Cast(Ops.Reshape(targets, new[] { -1 }), DType.Int64).ToArray<long>();
    }
}
