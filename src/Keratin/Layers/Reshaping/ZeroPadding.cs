using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that put zeros around the spatial axes.</summary>
[KerasObject]
public abstract partial class ZeroPadding : Layer
{
    private readonly int rank;

    private protected ZeroPadding(int rank, Margins padding, DataFormat dataFormat) =>
        (this.rank, Padding, Format) = (rank, padding.ForRank(rank, "padding"), dataFormat);

    /// <summary>How many zeros at the two ends of each axis.</summary>
    [Config]
    public Margins Padding { get; }

    private protected DataFormat Format { get; }

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, rank);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        for (int i = 0; i < rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(Format) + i;
            if (input[axis] >= 0) input = input.With(axis, input[axis] + Padding.Pairs[i].Before + Padding.Pairs[i].After);
        }
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var paddings = new int[rank + 2, 2];
        for (int i = 0; i < rank; i++) (paddings[SpatialLayout.FirstSpatialAxis(Format) + i, 0], paddings[SpatialLayout.FirstSpatialAxis(Format) + i, 1]) = Padding.Pairs[i];
        return Ops.Pad(inputs, Tensor.From(paddings));
    }
}
