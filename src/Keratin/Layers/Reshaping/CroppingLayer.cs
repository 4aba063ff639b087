using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that cut off the ends of spatial axes.</summary>
[KerasObject]
public abstract partial class CroppingLayer : Layer
{
    private readonly int rank;

    private protected CroppingLayer(int rank, Margins cropping, DataFormat dataFormat) =>
        (this.rank, Cropping, Format) = (rank, cropping.ForRank(rank, "cropping"), dataFormat);

    /// <summary>How much is cut off at the two ends of each axis.</summary>
    [Config]
    public Margins Cropping { get; }

    private protected DataFormat Format { get; }

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, rank);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        for (int i = 0; i < rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(Format) + i;
            if (input[axis] < 0) continue;
            long size = input[axis] - Cropping.Pairs[i].Before - Cropping.Pairs[i].After;
            input = input.With(axis, size > 0 ? size : throw new ArgumentException($"Layer '{Name}' cuts off all of axis {axis} of its input {input}."));
        }
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        ComputeOutputShape(inputs.Shape);
        int[] begin = new int[rank + 2], end = new int[rank + 2], strides = new int[rank + 2];
        Array.Fill(strides, 1);
        long openEnds = (1L << (rank + 2)) - 1;
        for (int i = 0; i < rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(Format) + i;
            (begin[axis], end[axis]) = (Cropping.Pairs[i].Before, -Cropping.Pairs[i].After);
            if (end[axis] < 0) openEnds &= ~(1L << axis);
        }
        return Ops.StridedSlice(inputs, begin, end, strides, endMask: openEnds);
    }
}
