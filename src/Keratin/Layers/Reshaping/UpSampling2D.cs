using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Enlarges images by whole factors. Keras: <c>keras.layers.UpSampling2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height · size, width · size, channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="size">The factors of height and width; 2 if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="interpolation">What is put between pixels.</param>
[KerasObject("UpSampling2D")]
public sealed partial class UpSampling2D(Sizes? size = null, DataFormat dataFormat = DataFormat.ChannelsLast, Interpolation interpolation = Interpolation.Nearest) : Layer
{
    /// <summary>The factors of height and width.</summary>
    [Config]
    public Sizes Size { get; } = (size ?? 2).ForRank(2, "size");

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; } = dataFormat;

    /// <summary>What is put between pixels.</summary>
    [Config]
    public Interpolation Interpolation { get; } = interpolation;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, 2);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        int axis = SpatialLayout.FirstSpatialAxis(DataFormat);
        if (Interpolation == Interpolation.Nearest) return Sizing.Repeat(Sizing.Repeat(inputs, axis, Size[0]), axis + 1, Size[1]);
        return SpatialLayout.WithChannelsLast(inputs, DataFormat, images =>
        {
            var resized = ImageResizing.Resize(images, Sizing.Product(Sizing.Of(images, 1), Size[0]), Sizing.Product(Sizing.Of(images, 2), Size[1]), Interpolation);
            return resized.DType == inputs.DType ? resized : Ops.Cast(resized, inputs.DType);
        });
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        int axis = SpatialLayout.FirstSpatialAxis(DataFormat);
        for (int i = 0; i < 2; i++)
            if (input[axis + i] >= 0) input = input.With(axis + i, input[axis + i] * Size[i]);
        return input;
    }
}
