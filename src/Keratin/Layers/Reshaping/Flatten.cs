using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Lays all axes but the batch end to end. Keras: <c>keras.layers.Flatten</c>.</summary>
/// <remarks>Input (batch, …), output (batch, elements of a sample).</remarks>
[KerasObject("Flatten")]
public sealed partial class Flatten(DataFormat dataFormat = DataFormat.ChannelsLast) : Layer
{
    /// <summary>Where the channels are; they come last in the output's order either way.</summary>
    [Config]
    public DataFormat DataFormat { get; } = dataFormat;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        if (DataFormat == DataFormat.ChannelsFirst && inputs.Rank > 2) inputs = Ops.Transpose(inputs, [0, .. Enumerable.Range(2, inputs.Rank - 2), 1]);
        long size = ComputeOutputShape(inputs.Shape)[1];
        // With a sample's size known, the batch is what is left over; a batch of zero leaves that to its own size.
        if (size > 0) return Ops.Reshape(inputs, new[] { -1, checked((int)size) });
        var batch = Ops.StridedSlice(Ops.Shape(inputs), new[] { 0 }, new[] { 1 }, new[] { 1 });
        return Ops.Reshape(inputs, Ops.ConcatV2([batch, new[] { inputs.Shape[0] == 0 ? 0 : -1 }], 0));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input.Rank == 1 ? [input[0], 1] : [input[0], input[1..].ElementCount];
}
