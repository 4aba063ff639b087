using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of slices and paddings, and of blocks moved between axes: each is the other's.</summary>
internal static class SliceGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Slice" => Slice,
        "StridedSlice" => static (o, g) => [Strided(o, "StridedSliceGrad", [ShapeLike(o.Inputs[0], o.Inputs[1]), .. o.Inputs.AsSpan(1), g[0]!]), null, null, null],
        "StridedSliceGrad" => static (o, g) => [null, null, null, null, Strided(o, "StridedSlice", [g[0]!, .. o.Inputs.AsSpan(1, 3)])],
        "TensorStridedSliceUpdate" => static (o, g) =>
        [
            Strided(o, "TensorStridedSliceUpdate", [g[0]!, .. o.Inputs.AsSpan(1, 3), Ops.ZerosLike(o.Inputs[4])]), null, null, null,
            Strided(o, "StridedSlice", [g[0]!, .. o.Inputs.AsSpan(1, 3)]),
        ],
        "Pad" or "PadV2" => Pad,
        "MirrorPad" => static (o, g) => [Ops.MirrorPadGrad(g[0]!, o.Inputs[1], o.Attrs.Text("mode")), null],
        "MirrorPadGrad" => static (o, g) => [Ops.MirrorPad(g[0]!, o.Inputs[1], o.Attrs.Text("mode")), null],
        "SpaceToBatch" => static (o, g) => [Ops.BatchToSpace(g[0]!, o.Inputs[1], o.Attrs.Int("block_size")), null],
        "BatchToSpace" => static (o, g) => [Ops.SpaceToBatch(g[0]!, o.Inputs[1], o.Attrs.Int("block_size")), null],
        "SpaceToBatchND" => static (o, g) => [Ops.BatchToSpaceND(g[0]!, o.Inputs[1], o.Inputs[2]), null, null],
        "BatchToSpaceND" => static (o, g) => [Ops.SpaceToBatchND(g[0]!, o.Inputs[1], o.Inputs[2]), null, null],
        "SpaceToDepth" => static (o, g) => [Ops.DepthToSpace(g[0]!, o.Attrs.Int("block_size"), o.Attrs.Text("data_format"))],
        "DepthToSpace" => static (o, g) => [Ops.SpaceToDepth(g[0]!, o.Attrs.Int("block_size"), o.Attrs.Text("data_format"))],
        "ExtractImagePatches" => ImagePatches,
        _ => null,
    };

    private static Tensor ShapeLike(Tensor input, Tensor integers) =>
        integers.DType == DType.Int64 ? Ops.Shape(input, DType.Int64) : Ops.Shape(input);

    private static Tensor Strided(Operation o, string op, Tensor[] inputs) => Ops.Execute(op, inputs,
        ("begin_mask", o.Attrs.Int("begin_mask")), ("end_mask", o.Attrs.Int("end_mask")), ("ellipsis_mask", o.Attrs.Int("ellipsis_mask")),
        ("new_axis_mask", o.Attrs.Int("new_axis_mask")), ("shrink_axis_mask", o.Attrs.Int("shrink_axis_mask")))[0];

    // What was cut off is padded with zeros again.
    private static Tensor?[] Slice(Operation o, Tensor?[] g)
    {
        Tensor begin = o.Inputs[1], rest = Ops.Sub(Ops.Sub(ShapeLike(o.Inputs[0], begin), begin), ShapeLike(o.Outputs[0], begin));
        return [Ops.Pad(g[0]!, Ops.Pack([begin, rest], 1)), null, null];
    }

    private static Tensor?[] Pad(Operation o, Tensor?[] g)
    {
        var before = Ops.Reshape(Ops.Slice(o.Inputs[1], Ops.Cast(new[] { 0, 0 }, o.Inputs[1].DType), Ops.Cast(new[] { -1, 1 }, o.Inputs[1].DType)), new[] { -1 });
        return [Ops.Slice(g[0]!, before, ShapeLike(o.Inputs[0], before)), .. new Tensor?[o.Inputs.Length - 1]];
    }

    // Patches of the numbers of the pixels tell where each gradient belongs; 0 is what lies outside of the image.
    private static Tensor?[] ImagePatches(Operation o, Tensor?[] g)
    {
        Tensor image = o.Inputs[0], shape = Ops.Shape(image);
        Tensor batch = Element(shape, 0), height = Element(shape, 1), width = Element(shape, 2), depth = Element(shape, 3), pixels = height * width;
        Tensor numbers = Ops.Reshape(Ops.Range(1, pixels + 1, 1), Ops.Pack([1, height, width, 1]));
        numbers = Ops.ExtractImagePatches(numbers, o.Attrs.Ints("ksizes"), o.Attrs.Ints("strides"), o.Attrs.Ints("rates"), o.Attrs.Text("padding"));
        Tensor places = Ops.Sub(Ops.Reshape(numbers, new[] { -1 }), 1);
        Tensor columns = Ops.Reshape(g[0]!, Ops.Pack([batch, Ops.Size(places), depth]));
        Tensor sums = Ops.UnsortedSegmentSum(Ops.Transpose(columns, new[] { 1, 0, 2 }), places, pixels);
        return [ReshapeLike(Ops.Transpose(sums, new[] { 1, 0, 2 }), image)];
    }
}
