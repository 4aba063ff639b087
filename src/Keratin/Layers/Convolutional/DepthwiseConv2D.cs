using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>2-D convolution of each channel by itself. Keras: <c>keras.layers.DepthwiseConv2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', channels · depth multiplier); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="kernelSize">The filters' size.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="depthMultiplier">The number of filters for each channel.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="dilationRate">The distance between the inputs of a filter; 1 if not given.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="depthwiseInitializer">Makes the kernel.</param>
[KerasObject("DepthwiseConv2D")]
public sealed partial class DepthwiseConv2D(
    Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, int depthMultiplier = 1, DataFormat dataFormat = DataFormat.ChannelsLast,
    Sizes dilationRate = default, Activation? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null)
    : DepthwiseConvolution(2, kernelSize, strides, padding, depthMultiplier, dataFormat, dilationRate, activation, useBias, depthwiseInitializer);
