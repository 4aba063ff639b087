namespace Keratin;

public static partial class Ops
{
    /// <summary>The same elements under another shape (<c>tf.reshape</c>); one size may be -1, which then follows from the others.</summary>
    public static Tensor Reshape(Tensor tensor, Shape shape) => Reshape(tensor, ShapeTensor(shape));

    /// <summary>The axes in another order (<c>tf.transpose</c>); without <paramref name="perm"/>, in reverse.</summary>
    public static Tensor Transpose(Tensor x, params int[] perm) => Transpose(x, (Tensor)(perm.Length > 0 || x.Rank <= 0 ? perm : Reversed(x.Rank)));

    /// <summary>Tensors joined along an axis (<c>tf.concat</c>); negative axes count from the last.</summary>
    public static Tensor Concat(ReadOnlySpan<Tensor> values, int axis) => values.Length == 1 ? Identity(values[0]) : ConcatV2(values, axis);

    /// <summary>Tensors of one shape joined along a new axis (<c>tf.stack</c>).</summary>
    public static Tensor Stack(ReadOnlySpan<Tensor> values, int axis = 0) => Pack(values, axis);

    /// <summary>A tensor cut into equal parts along an axis (<c>tf.split</c>).</summary>
    public static Tensor[] Split(Tensor value, int parts, int axis) => Split((Tensor)axis, value, parts);

    /// <summary>A tensor repeated along new or existing axes of size 1 until it has a shape (<c>tf.broadcast_to</c>).</summary>
    public static Tensor BroadcastTo(Tensor input, Shape shape) => BroadcastTo(input, ShapeTensor(shape));

    /// <summary>One number all over a shape (<c>tf.fill</c>).</summary>
    public static Tensor Fill(Shape shape, Tensor value) => Fill(ShapeTensor(shape), value);

    /// <summary>Ones where an index says along a new axis, zeros elsewhere (<c>tf.one_hot</c>).</summary>
    public static Tensor OneHot(Tensor indices, int depth, DType dtype = DType.Float32, int axis = -1) =>
        OneHot(indices, depth, Cast(1, dtype), Cast(0, dtype), axis);

    /// <summary>Elements or slices at indices along an axis (<c>tf.gather</c>).</summary>
    public static Tensor Gather(Tensor parameters, Tensor indices, int axis, int batchDims = 0) => GatherV2(parameters, indices, axis, batchDims);

    private static EagerTensor ShapeTensor(Shape shape) => Gradients.GradientShapes.Vector(shape.HasRank
        ? shape.Dims : throw new ArgumentException("The rank of the shape is unknown.", nameof(shape)));

    private static int[] Reversed(int rank)
    {
        var perm = new int[rank];
        for (int i = 0; i < rank; i++) perm[i] = rank - 1 - i;
        return perm;
    }
}
