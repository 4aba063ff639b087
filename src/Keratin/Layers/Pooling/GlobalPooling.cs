using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that reduce all spatial axes to one figure a channel.</summary>
[KerasObject]
public abstract partial class GlobalPooling : Layer
{
    private readonly int rank;

    private protected GlobalPooling(int rank, DataFormat dataFormat, bool keepdims) => (this.rank, DataFormat, Keepdims) = (rank, dataFormat, keepdims);

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; }

    /// <summary>Whether the spatial axes stay, with size 1.</summary>
    [Config]
    public bool Keepdims { get; }

    private protected override bool HasBuildStep => false;

    /// <summary>The spatial axes.</summary>
    private protected int[] SpatialAxes => [.. Enumerable.Range(SpatialLayout.FirstSpatialAxis(DataFormat), rank)];

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, rank);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (!Keepdims) return [input[0], input[SpatialLayout.ChannelAxis(DataFormat, input.Rank)]];
        foreach (int axis in SpatialAxes) input = input.With(axis, 1);
        return input;
    }
}
