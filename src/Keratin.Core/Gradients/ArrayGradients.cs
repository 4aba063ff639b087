using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of ops that reshape, join, split or move elements.</summary>
internal static class ArrayGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Identity" or "Copy" or "CopyHost" or "DeepCopy" or "Snapshot" or "PlaceholderWithDefault" or "EnsureShape" or "DebugGradientIdentity" or "GuaranteeConst" or "ReadVariableOp" =>
            static (o, g) => [g[0]],
        "IdentityN" => static (o, g) => g,
        "StopGradient" or "ZerosLike" or "OnesLike" or "Shape" or "ShapeN" or "Size" or "Rank" or "OneHot" or "Range" or "LinSpace" or "InvertPermutation" or "ConcatOffset" or "Bitcast" or "Empty"
            or "Where" or "InTopK" or "InTopKV2" or "Const" or "VarHandleOp" or "VariableShape" or "VarIsInitializedOp"
            or "LookupTableFindV2" or "LookupTableExportV2" or "LookupTableSizeV2" or "StringToNumber" or "DecodeRaw" or "DecodePaddedRaw" => static (o, g) => [],
        "PreventGradient" => static (o, g) => throw new Engines.OpException(o, $"its gradient was asked for, but it prevents that. {o.Attrs.Text("message")}"),
        "Reshape" or "Squeeze" or "ExpandDims" => static (o, g) => [ReshapeLike(g[0]!, o.Inputs[0]), null],
        "Fill" => static (o, g) => [null, Ops.Sum(g[0]!, AllAxes(g[0]!))],
        "ConcatV2" => static (o, g) => [.. Concat(o.Inputs.AsSpan(0, o.Inputs.Length - 1), o.Inputs[^1], g[0]!), null],
        "Concat" => static (o, g) => [null, .. Concat(o.Inputs.AsSpan(1), o.Inputs[0], g[0]!)],
        "Pack" => static (o, g) => Ops.Unpack(g[0]!, o.Inputs.Length, o.Attrs.Int("axis")),
        "Unpack" => static (o, g) => [Ops.Pack(AllOutputs(o, g), o.Attrs.Int("axis"))],
        "Split" => static (o, g) => [null, Join(AllOutputs(o, g), o.Inputs[0])],
        "SplitV" => static (o, g) => [Join(AllOutputs(o, g), o.Inputs[2]), null, null],
        "Tile" => Tile,
        "Transpose" => static (o, g) => [Ops.Transpose(g[0]!, Ops.InvertPermutation(o.Inputs[1])), null],
        "ConjugateTranspose" => static (o, g) => [Ops.ConjugateTranspose(g[0]!, Ops.InvertPermutation(o.Inputs[1])), null],
        "ReverseV2" => static (o, g) => [Ops.ReverseV2(g[0]!, o.Inputs[1]), null],
        "Reverse" => static (o, g) => [Ops.Execute("Reverse", [g[0]!, o.Inputs[1]])[0], null],
        "ReverseSequence" => static (o, g) => [Ops.ReverseSequence(g[0]!, o.Inputs[1], o.Attrs.Int("seq_dim"), o.Attrs.Int("batch_dim")), null],
        "Roll" => static (o, g) => [Ops.Roll(g[0]!, Ops.Neg(o.Inputs[1]), o.Inputs[2]), null, null],
        _ => null,
    };

    /// <summary>All axes of a tensor, for a reduction.</summary>
    internal static Tensor AllAxes(Tensor tensor) => Ops.Range(0, Ops.Rank(tensor), 1);

    private static Tensor Join(Tensor[] parts, Tensor axis) => parts.Length == 1 ? parts[0] : Ops.ConcatV2(parts, axis);

    private static Tensor[] AllOutputs(Operation o, Tensor?[] g)
    {
        var all = new Tensor[g.Length];
        for (int i = 0; i < all.Length; i++) all[i] = OrZeros(g[i], o.Outputs[i]);
        return all;
    }

    private static Tensor[] Concat(ReadOnlySpan<Tensor> parts, Tensor axis, Tensor gradient)
    {
        if (parts.Length == 1) return [gradient];
        if (ConstantValue.Of(axis)?.Integers() is [var at] && Sizes(parts, at) is { } sizes) return Ops.SplitV(gradient, sizes, axis, parts.Length);
        var shapes = Ops.ShapeN(parts);
        var offsets = Ops.ConcatOffset(Ops.Cast(axis, DType.Int32), shapes);
        var slices = new Tensor[parts.Length];
        for (int i = 0; i < slices.Length; i++) slices[i] = Ops.Slice(gradient, offsets[i], shapes[i]);
        return slices;
    }

    private static EagerTensor? Sizes(ReadOnlySpan<Tensor> parts, long axis)
    {
        var sizes = new long[parts.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            var shape = parts[i].Shape;
            if (!shape.HasRank || shape[(int)(axis < 0 ? axis + shape.Rank : axis)] is < 0) return null;
            sizes[i] = shape[(int)(axis < 0 ? axis + shape.Rank : axis)];
        }
        return Tensor.From(sizes);
    }

    // Every copy sends its gradient back: under the shape (times, size, times, size, …), summed over the times.
    private static Tensor?[] Tile(Operation o, Tensor?[] g)
    {
        var multiples = o.Inputs[1];
        Tensor shape = Ops.Cast(Ops.Shape(o.Inputs[0]), multiples.DType), axes;
        Tensor pairs = Ops.Reshape(Ops.Pack([multiples, shape], 1), new[] { -1 });
        if (o.Inputs[0].Rank is >= 0 and var rank)
        {
            var even = new int[rank];
            for (int i = 0; i < rank; i++) even[i] = 2 * i;
            axes = even;
        }
        else axes = Ops.Range(0, Ops.Size(pairs), 2);
        return [ReshapeLike(Ops.Sum(Ops.Reshape(g[0]!, pairs), axes), o.Inputs[0]), null];
    }
}
