using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of gathers and scatters.</summary>
internal static class GatherGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Gather" => static (o, g) => [Rows(g[0]!, o.Inputs[0].Shape, o.Inputs[1]) ?? Choices(g[0]!, Ops.Shape(o.Inputs[0]), o.Inputs[0].Shape, o.Inputs[1], 0, 0), null],
        "GatherV2" => GatherV2,
        "ResourceGather" => ResourceGather,
        "GatherNd" => static (o, g) => [Ops.ScatterNd(o.Inputs[1], g[0]!, Ops.Cast(Ops.Shape(o.Inputs[0]), o.Inputs[1].DType)), null],
        "ResourceGatherNd" => static (o, g) => [Ops.ScatterNd(o.Inputs[1], g[0]!, Ops.Cast(Ops.VariableShape(o.Inputs[0]), o.Inputs[1].DType)), null],
        "ScatterNd" => static (o, g) => [null, Ops.GatherNd(g[0]!, o.Inputs[0]), null],
        "TensorScatterUpdate" => static (o, g) => [Ops.TensorScatterUpdate(g[0]!, o.Inputs[1], Ops.ZerosLike(o.Inputs[2])), null, Ops.GatherNd(g[0]!, o.Inputs[1])],
        "TensorScatterAdd" or "ScatterNdNonAliasingAdd" => static (o, g) => [g[0], null, Ops.GatherNd(g[0]!, o.Inputs[1])],
        "TensorScatterSub" => static (o, g) => [g[0], null, Ops.Neg(Ops.GatherNd(g[0]!, o.Inputs[1]))],
        "TensorScatterMin" or "TensorScatterMax" => ScatterExtreme,
        "DynamicPartition" => DynamicPartition,
        "DynamicStitch" or "ParallelDynamicStitch" => static (o, g) =>
        {
            int parts = o.Inputs.Length / 2;
            var sent = new Tensor?[2 * parts];
            for (int i = 0; i < parts; i++) sent[parts + i] = Ops.GatherV2(g[0]!, o.Inputs[i], 0);
            return sent;
        },
        _ => null,
    };

    private static Tensor?[] GatherV2(Operation o, Tensor?[] g)
    {
        Tensor parameters = o.Inputs[0], indices = o.Inputs[1];
        long batch = o.Attrs.Int("batch_dims");
        if (batch < 0) batch += indices.Rank;
        Tensor axis;
        if (ConstantValue.Of(o.Inputs[2])?.Integers() is [var known])
        {
            if (known == 0 && Rows(g[0]!, parameters.Shape, indices) is { } rows) return [rows, null, null];
            axis = (int)(known < 0 ? known + parameters.Rank : known);
        }
        else axis = Ops.FloorMod(Ops.Cast(o.Inputs[2], DType.Int32), Ops.Rank(parameters));
        return [Choices(g[0]!, Ops.Shape(parameters), parameters.Shape, indices, axis, (int)batch), null, null];
    }

    private static Tensor?[] ResourceGather(Operation o, Tensor?[] g)
    {
        int batch = (int)o.Attrs.Int("batch_dims");
        if (batch < 0) batch += o.Inputs[1].Rank;
        var shape = ConstantValue.Of(o.Inputs[0]) is { } handle ? Resource.From<VariableResource>(handle).Shape : Shape.Unknown;
        if (batch == 0 && Rows(g[0]!, shape, o.Inputs[1]) is { } rows) return [rows, null];
        return [Choices(g[0]!, shape.IsFullyDefined ? Vector(shape.Dims) : Ops.VariableShape(o.Inputs[0]), shape, o.Inputs[1], batch, batch), null];
    }

    // The gradient of rows is rows, whatever the size of the table.
    private static IndexedSlices? Rows(Tensor gradient, Shape table, Tensor indices)
    {
        if (!table.IsFullyDefined) return null;
        var count = Ops.Reshape(Ops.Size(indices), new[] { 1 });
        var values = Ops.Reshape(gradient, indices.Shape.IsFullyDefined
            ? Vector([indices.Shape.ElementCount, .. table.Dims[1..]])
            : Ops.ConcatV2([count, Vector(table.Dims[1..])], 0));
        return new IndexedSlices(values, Ops.Reshape(indices, new[] { -1 }), table);
    }

    // Dense: (batch, outer, index, inner) with the indexed axis in front and each batch's indices moved into a range of their own, summed by index.
    private static Tensor Choices(Tensor gradient, Tensor shape, Shape known, Tensor indices, Tensor axis, int batch)
    {
        Tensor start = Ops.Reshape(axis, new[] { 1 }), end = start + 1, none = new[] { 0 }, leading = new[] { batch };
        Tensor batches = Product(Part(shape, none, leading)), outer = Product(Part(shape, leading, start)), count = Product(Part(shape, start, end)), inner = Product(Part(shape, end, null));
        Tensor each = Product(Part(Ops.Shape(indices), leading, null));
        Tensor flat = Ops.Reshape(indices, Ops.Pack([batches, each]));
        if (batch > 0) flat = Ops.AddV2(flat, Ops.Cast(Ops.ExpandDims(Ops.Mul(Ops.Range(0, batches, 1), count), 1), indices.DType));
        Tensor blocks = Ops.Transpose(Ops.Reshape(gradient, Ops.Pack([batches, outer, each, inner])), new[] { 0, 2, 1, 3 });
        Tensor sums = Ops.UnsortedSegmentSum(Ops.Reshape(blocks, Ops.Pack([Ops.Mul(batches, each), outer, inner])), Ops.Reshape(flat, new[] { -1 }), Ops.Mul(batches, count));
        Tensor back = Ops.Transpose(Ops.Reshape(sums, Ops.Pack([batches, count, outer, inner])), new[] { 0, 2, 1, 3 });
        return Ops.Reshape(back, known.IsFullyDefined ? Vector(known.Dims) : shape);
    }

    private static Tensor Product(Tensor dims) => Ops.Prod(dims, new[] { 0 });

    // Where several candidates attain the extreme, they share its gradient.
    private static Tensor?[] ScatterExtreme(Operation o, Tensor?[] g)
    {
        Tensor tensor = o.Inputs[0], indices = o.Inputs[1], updates = o.Inputs[2], output = o.Outputs[0];
        var dtype = tensor.DType;
        Tensor fromUpdates = Ops.Cast(Ops.Equal(Ops.GatherNd(output, indices), updates), dtype);
        Tensor fromTensor = Ops.Cast(Ops.Equal(tensor, output), dtype);
        Tensor attained = Ops.TensorScatterAdd(fromTensor, indices, fromUpdates);
        Tensor shares = Ops.DivNoNan(g[0]!, attained);
        return [Ops.Mul(fromTensor, shares), null, Ops.Mul(fromUpdates, Ops.GatherNd(shares, indices))];
    }

    private static Tensor?[] DynamicPartition(Operation o, Tensor?[] g)
    {
        Tensor data = o.Inputs[0], partitions = o.Inputs[1], shape = Ops.Shape(partitions);
        var places = Ops.DynamicPartition(Ops.Reshape(Ops.Range(0, Product(shape), 1), shape), partitions, o.Outputs.Length);
        var parts = new Tensor[g.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = OrZeros(g[i], o.Outputs[i]);
        return [ReshapeLike(Ops.ParallelDynamicStitch(places, parts), data), null];
    }
}
