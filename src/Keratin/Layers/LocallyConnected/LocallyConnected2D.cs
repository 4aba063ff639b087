using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>2-D convolution with filters of its own at each place. Keras 2: <c>keras.layers.LocallyConnected2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels) of known sizes, output (batch, height', width', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The filters' size.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="implementation">How the kernel is kept: see <see cref="LocallyConnectedLayer.Implementation"/>.</param>
[KerasObject("LocallyConnected2D")]
public sealed partial class LocallyConnected2D(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    Activation? activation = null, bool useBias = true, int implementation = 1)
    : LocallyConnectedLayer(2, filters, kernelSize, strides, padding, dataFormat, activation, useBias, implementation);
