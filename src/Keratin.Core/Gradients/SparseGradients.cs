using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of sparse and ragged tensors' values.</summary>
internal static class SparseGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "SparseToDense" => ToDense,
        "SparseTensorDenseMatMul" => MatMul,
        "SparseReorder" => static (o, g) => g[1] is null ? [] : [null, SumTo(g[1]!, Ops.SparseReorder(o.Inputs[0], Numbers(o.Inputs[1]), o.Inputs[2]).OutputValues, o.Inputs[1]), null],
        "SparseSlice" => static (o, g) => g[1] is null ? [] : [null, SumTo(g[1]!, Ops.SparseSlice(o.Inputs[0], Numbers(o.Inputs[1]), o.Inputs[2], o.Inputs[3], o.Inputs[4]).OutputValues, o.Inputs[1]), null, null, null],
        "SparseFillEmptyRows" => FillEmptyRows,
        "SparseReduceSum" => ReduceSum,
        "RaggedTensorToSparse" => static (o, g) => [.. new Tensor?[o.Inputs.Length - 1], g[1] is null ? null : ReshapeLike(g[1]!, o.Inputs[^1])],
        "RaggedGather" => RaggedGather,
        "RaggedTensorToTensor" => RaggedToTensor,
        "SparseReshape" or "SparseConcat" or "RaggedRange" => static (o, g) => [],
        _ => null,
    };

    // Ops that move values about are run again on the values' numbers: where they went, gradients come from.
    private static Tensor Numbers(Tensor values) => Ops.Range(0L, Element(Ops.Shape(values, DType.Int64), 0), 1L);

    private static Tensor SumTo(Tensor gradient, Tensor numbers, Tensor values) =>
        Ops.UnsortedSegmentSum(gradient, numbers, Element(Ops.Shape(values, DType.Int64), 0));

    private static Tensor?[] ToDense(Operation o, Tensor?[] g)
    {
        Tensor indices = o.Inputs[0], values = o.Inputs[2], tuples = indices;
        if (indices.Rank == 0) tuples = Ops.Reshape(indices, new[] { 1, 1 });
        else if (indices.Rank == 1) tuples = Ops.ExpandDims(indices, -1);
        Tensor each = Ops.GatherNd(g[0]!, tuples), sum = Ops.Sum(each, new[] { 0 });
        Tensor rest = Ops.Sub(Ops.Sum(g[0]!, ArrayGradients.AllAxes(g[0]!)), sum);
        return [null, null, values.Rank == 0 ? sum : each, rest];
    }

    private static Tensor?[] MatMul(Operation o, Tensor?[] g)
    {
        Tensor indices = o.Inputs[0], values = o.Inputs[1], shape = o.Inputs[2], b = o.Inputs[3], gradient = g[0]!;
        bool adjointA = o.Attrs.Bool("adjoint_a"), adjointB = o.Attrs.Bool("adjoint_b");
        var swap = new[] { 1, 0 };
        Tensor forB = Ops.SparseTensorDenseMatMul(indices, values, shape, gradient, adjointA: !adjointA);
        Tensor rows = indices[.., 0], columns = indices[.., 1];
        Tensor fromGradient = Ops.GatherV2(gradient, adjointA ? columns : rows, 0);
        Tensor fromB = Ops.GatherV2(adjointB ? Ops.ConjugateTranspose(b, swap) : b, adjointA ? rows : columns, 0);
        Tensor forValues = adjointA ? Ops.Mul(fromB, Conjugate(fromGradient)) : Ops.Mul(fromGradient, Conjugate(fromB));
        return [null, Ops.Sum(forValues, new[] { 1 }), null, adjointB ? Ops.ConjugateTranspose(forB, swap) : forB];
    }

    private static Tensor Conjugate(Tensor tensor) => tensor.DType.IsComplex() ? Ops.Conj(tensor) : tensor;

    private static Tensor?[] FillEmptyRows(Operation o, Tensor?[] g)
    {
        if (g[1] is not { } gradient) return [];
        Tensor values = Ops.GatherV2(gradient, o.Outputs[3], 0);
        return [null, values, null, Ops.Sub(Ops.Sum(gradient, new[] { 0 }), Ops.Sum(values, new[] { 0 }))];
    }

    // Each entry gets what the element that it was added to got.
    private static Tensor?[] ReduceSum(Operation o, Tensor?[] g)
    {
        Tensor indices = o.Inputs[0], shape = o.Inputs[2], axes = Ops.Cast(Ops.Reshape(o.Inputs[3], new[] { -1 }), DType.Int64), rank = Ops.Size(shape, DType.Int64);
        if (axes.Shape.IsFullyDefined && axes.Shape.ElementCount == 0) axes = Ops.Range(0L, rank, 1L);
        axes = Ops.ExpandDims(Ops.FloorMod(axes, rank), -1);
        Tensor kept = Ops.TensorScatterUpdate(shape, axes, Ops.OnesLike(Ops.Squeeze(axes, [-1])));
        Tensor places = Ops.FloorDiv(indices, Ops.FloorDiv(shape, kept));
        return [null, Ops.GatherNd(Ops.Reshape(g[0]!, kept), places), null, null];
    }

    private static Tensor?[] RaggedGather(Operation o, Tensor?[] g)
    {
        if (g[^1] is not { } gradient) return [];
        int levels = o.Inputs.Length - 2;
        var values = o.Inputs[levels];
        Tensor[] inputs = [.. o.Inputs[..levels], Numbers(values), o.Inputs[^1]];
        var numbers = Ops.Execute(o.Op.Name, inputs, ("OUTPUT_RAGGED_RANK", o.Attrs.Int("OUTPUT_RAGGED_RANK")))[^1];
        return [.. new Tensor?[levels], SumTo(gradient, numbers, values), null];
    }

    private static Tensor?[] RaggedToTensor(Operation o, Tensor?[] g)
    {
        Tensor shape = o.Inputs[0], values = o.Inputs[1], filler = o.Inputs[2], gradient = g[0]!;
        var types = o.Attrs["row_partition_types"];
        int axes = types.Strings.Length + 1 - (types.Strings[0].AsSpan().SequenceEqual("FIRST_DIM_SIZE"u8) ? 1 : 0);
        // Numbers from 1 on: 0 tells where the default is.
        Tensor numbers = Ops.AddV2(Numbers(values), 1L);
        Tensor[] inputs = [shape.Rank == 0 ? shape : shape[..axes], numbers, 0L, .. o.Inputs[3..]];
        Tensor places = Ops.Execute(o.Op.Name, inputs, ("row_partition_types", types))[0];
        Tensor rows = Ops.Reshape(gradient, Ops.ConcatV2([new[] { -1 }, Ops.Shape(values)[1..]], 0));
        Tensor forValues = SumTo(rows, Ops.Sub(Ops.Reshape(places, new[] { -1 }), 1L), values);
        // The default was broadcast over all rows that have no value: one sum over those, then over the axes it lacks or repeats.
        Tensor unfilled = Ops.UnsortedSegmentSum(rows, Ops.Minimum(Ops.Reshape(places, new[] { -1 }), 1L), 2L)[0];
        var (reduce, _) = Ops.BroadcastGradientArgs(Ops.Shape(filler), Ops.Shape(unfilled));
        return [null, forValues, ReshapeLike(Ops.Sum(unfilled, reduce), filler), .. new Tensor?[o.Inputs.Length - 3]];
    }
}
