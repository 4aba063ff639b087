namespace Keratin.Operations;

/// <summary>Shapes of gathered, scattered and segmented tensors.</summary>
internal static class GatherShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Gather" => static c => c.Outputs[0] = Gather(c, c.Input(0), c.Input(1), 0, 0),
        "GatherV2" => GatherV2,
        "ResourceGather" => static c => c.Outputs[0] = Gather(c, c.VariableShape(0), c.Input(1), BatchDims(c), BatchDims(c)),
        "GatherNd" => static c => c.Outputs[0] = GatherNd(c, c.Input(0)),
        "ResourceGatherNd" => static c => c.Outputs[0] = GatherNd(c, c.VariableShape(0)),
        "ScatterNd" => static c =>
        {
            c.Outputs[0] = ArrayShapes.Dimensions(c, 2);
            CheckScatter(c.Error, c.Outputs[0], c.Input(0), c.Input(1));
        },
        "TensorScatterAdd" or "TensorScatterSub" or "TensorScatterUpdate" or "TensorScatterMin" or "TensorScatterMax" or "ScatterNdNonAliasingAdd" => static c =>
        {
            c.Outputs[0] = c.Input(0);
            CheckScatter(c.Error, c.Input(0), c.Input(1), c.Input(2));
        },
        "UnsortedSegmentSum" or "UnsortedSegmentProd" or "UnsortedSegmentMin" or "UnsortedSegmentMax" => Unsorted,
        "SegmentSum" or "SegmentMean" or "SegmentProd" or "SegmentMin" or "SegmentMax" => static c => c.Outputs[0] = Segments(c, c.Input(0), 1),
        "SparseSegmentSum" or "SparseSegmentMean" or "SparseSegmentSqrtN" => static c => c.Outputs[0] = Segments(c, c.Input(0), 2),
        "SparseSegmentSumWithNumSegments" or "SparseSegmentMeanWithNumSegments" or "SparseSegmentSqrtNWithNumSegments" => static c => c.Outputs[0] = Rows(c, c.Input(0), Count(c, 3)),
        "SparseSegmentSumGrad" or "SparseSegmentMeanGrad" or "SparseSegmentSqrtNGrad" => static c => c.Outputs[0] = Rows(c, c.Input(0), Count(c, 3)),
        "DynamicStitch" or "ParallelDynamicStitch" => Stitch,
        "DynamicPartition" => static c =>
        {
            if (c.Input(0).HasRank && c.Input(1).HasRank) Array.Fill(c.Outputs, c.Input(0)[c.Input(1).Rank..].Prepend(-1));
        },
        _ => null,
    };

    private static void GatherV2(InferenceContext c)
    {
        Shape parameters = c.Input(0), indices = c.Input(1);
        long batch = c.Attrs.Int("batch_dims");
        if (c.Integer(2) is { } axis) c.Outputs[0] = Gather(c, parameters, indices, axis, batch);
        else if (parameters.HasRank && indices.HasRank) c.Outputs[0] = Shape.UnknownOfRank(parameters.Rank + indices.Rank - 1 - (int)(batch < 0 ? batch + indices.Rank : batch));
    }

    private static long BatchDims(InferenceContext c)
    {
        long batch = c.Attrs.Int("batch_dims");
        return batch < 0 && c.Input(1).HasRank ? batch + c.Input(1).Rank : batch;
    }

    // params[:axis] + indices[batch:] + params[axis + 1:]
    private static Shape Gather(InferenceContext c, Shape parameters, Shape indices, long axis, long batch)
    {
        if (!parameters.HasRank || !indices.HasRank) return Shape.Unknown;
        if (parameters.Rank == 0) throw c.Error("nothing can be gathered from a scalar.");
        int at = c.Axis(axis, parameters.Rank);
        if (batch < 0) batch += indices.Rank;
        if (batch < 0 || batch > indices.Rank || batch > at) throw c.Error($"batch_dims {batch} must be at most the axis {at} and the {indices.Rank} axes of the indices.");
        int leading = (int)batch;
        for (int i = 0; i < leading; i++) c.Merge(parameters[i], indices[i]);
        return [.. parameters.Dims[..at], .. indices.Dims[leading..], .. parameters.Dims[(at + 1)..]];
    }

    private static Shape GatherNd(InferenceContext c, Shape parameters)
    {
        var indices = c.Input(1);
        if (!parameters.HasRank || !indices.HasRank) return Shape.Unknown;
        if (indices.Rank == 0) throw c.Error("indices must have at least one axis.");
        if (indices[^1] < 0) return Shape.Unknown;
        if (indices[^1] > parameters.Rank) throw c.Error($"indices of {indices[^1]} numbers are too long for the shape {parameters}.");
        return indices[..^1].Concat(parameters[(int)indices[^1]..]);
    }

    /// <summary>Checks that updates have the shape <c>indices[:-1] + target[indices[-1]:]</c>.</summary>
    public static void CheckScatter(Func<string, Engines.OpException> error, Shape target, Shape indices, Shape updates)
    {
        if (!target.HasRank || !indices.HasRank || !updates.HasRank) return;
        var places = indices.Rank == 0 ? throw error("indices must have at least one axis.") : indices[..^1];
        long depth = indices[^1];
        if (depth < 0) return;
        if (depth > target.Rank) throw error($"indices of {depth} numbers are too long for the shape {target}.");
        var expected = places.Concat(target[(int)depth..]);
        if (!expected.IsCompatibleWith(updates)) throw error($"updates of shape {updates} were given for indices of shape {indices} and a target of shape {target}; {expected} is needed.");
    }

    private static void Unsorted(InferenceContext c)
    {
        Shape data = c.Input(0), ids = c.Input(1);
        long count = c.Integer(2) ?? -1;
        if (c.Constant(2) is not null && count < 0) throw c.Error($"num_segments must be 0 or more; it is {count}.");
        if (!data.HasRank || !ids.HasRank) return;
        if (ids.Rank > data.Rank || !data[..ids.Rank].IsCompatibleWith(ids)) throw c.Error($"segment_ids of shape {ids} must match the front of the data's shape {data}.");
        c.Outputs[0] = data[ids.Rank..].Prepend(count);
    }

    private static Shape Segments(InferenceContext c, Shape data, int idsInput)
    {
        var ids = c.Ranked(idsInput, 1);
        if (idsInput == 1 && data.HasRank && data.Rank > 0) c.Merge(data[0], ids[0]);
        long count = -1;
        // Sorted ids: the last one tells how many segments there are.
        if (c.Integers(idsInput) is { } known) count = known.Length == 0 ? 0 : known[^1] >= 0 ? known[^1] + 1 : throw c.Error("segment ids must be 0 or more.");
        return Rows(c, data, count);
    }

    private static Shape Rows(InferenceContext c, Shape data, long count)
    {
        if (!data.HasRank) return Shape.Unknown;
        return data.Rank > 0 ? data.With(0, count) : throw c.Error("a scalar has no segments.");
    }

    private static long Count(InferenceContext c, int input)
    {
        if (c.Integer(input) is not { } count) return -1;
        return count >= 0 ? count : throw c.Error($"the number of segments must be 0 or more; it is {count}.");
    }

    private static void Stitch(InferenceContext c)
    {
        int parts = c.InputCount / 2;
        var rest = Shape.Unknown;
        long count = 0;
        for (int i = 0; i < parts; i++)
        {
            Shape indices = c.Input(i), data = c.Input(parts + i);
            if (indices.HasRank && data.HasRank)
            {
                if (indices.Rank > data.Rank || !data[..indices.Rank].IsCompatibleWith(indices)) throw c.Error($"indices of shape {indices} must match the front of the data's shape {data}.");
                rest = c.Merge(rest, data[indices.Rank..]);
            }
            if (c.Integers(i) is not { } known) count = -1;
            else if (count >= 0) foreach (long index in known) count = Math.Max(count, index < 0 ? throw c.Error($"the index {index} is negative.") : index + 1);
        }
        if (rest.HasRank) c.Outputs[0] = rest.Prepend(count);
    }
}
