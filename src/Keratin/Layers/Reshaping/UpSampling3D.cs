using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Repeats the elements of volumes along each axis. Keras: <c>keras.layers.UpSampling3D</c>.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output with the three axes as many times as long; channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="size">How often elements are repeated along each axis; 2 if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("UpSampling3D")]
public sealed partial class UpSampling3D(Sizes? size = null, DataFormat dataFormat = DataFormat.ChannelsLast) : Layer
{
    /// <summary>How often elements are repeated along each axis.</summary>
    [Config]
    public Sizes Size { get; } = (size ?? 2).ForRank(3, "size");

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; } = dataFormat;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, 3);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        for (int i = 0; i < 3; i++) inputs = Sizing.Repeat(inputs, SpatialLayout.FirstSpatialAxis(DataFormat) + i, Size[i]);
        return inputs;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        int axis = SpatialLayout.FirstSpatialAxis(DataFormat);
        for (int i = 0; i < 3; i++)
            if (input[axis + i] >= 0) input = input.With(axis + i, input[axis + i] * Size[i]);
        return input;
    }
}
