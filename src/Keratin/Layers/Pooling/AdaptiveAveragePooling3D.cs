using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The mean of windows of which there are as many as the output is to have. Keras 3: <c>keras.layers.AdaptiveAveragePooling3D</c>.</summary>
/// <remarks>Input (batch, depth, height, width, channels) of known sizes, output (batch, depth', height', width', channels); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="outputSize">The output's size along each spatial axis.</param>
/// <param name="dataFormat">Where the channels are.</param>
[KerasObject("AdaptiveAveragePooling3D")]
public sealed partial class AdaptiveAveragePooling3D(Sizes outputSize, DataFormat dataFormat = DataFormat.ChannelsLast) : AdaptivePooling(3, outputSize, dataFormat)
{
    private protected override Tensor Pool(Tensor inputs, int axis, (int Start, int End)[] windows) => Means(inputs, axis, windows);
}
