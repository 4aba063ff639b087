using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The largest value of windows of which there are as many as the output is to have. Keras 3: <c>keras.layers.AdaptiveMaxPooling1D</c>.</summary>
/// <remarks>Input (batch, steps, channels) of known sizes, output (batch, steps', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="outputSize">The output's size along each spatial axis.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("AdaptiveMaxPooling1D")]
public sealed partial class AdaptiveMaxPooling1D(Sizes outputSize, DataFormat dataFormat = DataFormat.ChannelsLast) : AdaptivePooling(1, outputSize, dataFormat)
{
    private protected override Tensor Pool(Tensor inputs, int axis, (int Start, int End)[] windows) => Largest(inputs, axis, windows);
}
