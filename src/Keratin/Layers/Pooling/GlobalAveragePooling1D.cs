using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The mean over all steps. Masked steps are left out. Keras: <c>keras.layers.GlobalAveragePooling1D</c>.</summary>
/// <remarks>Input (batch, steps, channels), output (batch, channels), or (batch, 1, channels) where dimensions are kept; channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="keepdims">Whether the spatial axes stay, with size 1.</param>
[KerasObject("GlobalAveragePooling1D", "GlobalAvgPool1D")]
public sealed partial class GlobalAveragePooling1D(DataFormat dataFormat = DataFormat.ChannelsLast, bool keepdims = false) : GlobalPooling(1, dataFormat, keepdims)
{
    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        if (context.Mask is not { } mask) return Ops.Mean(inputs, SpatialAxes, Keepdims);
        var counted = Ops.ExpandDims(Ops.Cast(mask, inputs.DType), SpatialLayout.ChannelAxis(DataFormat, 3));
        return Ops.Sum(inputs * counted, SpatialAxes, Keepdims) / Ops.Sum(counted, SpatialAxes, Keepdims);
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) => [null];
}
