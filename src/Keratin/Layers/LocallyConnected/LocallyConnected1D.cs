using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>1-D convolution with filters of its own at each place. Keras 2: <c>keras.layers.LocallyConnected1D</c>.</summary>
/// <remarks>Input (batch, steps, channels) of known sizes, output (batch, steps', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The filters' size.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="implementation">How the kernel is kept: see <see cref="LocallyConnectedLayer.Implementation"/>.</param>
[KerasObject("LocallyConnected1D")]
public sealed partial class LocallyConnected1D(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    Activation? activation = null, bool useBias = true, int implementation = 1)
    : LocallyConnectedLayer(1, filters, kernelSize, strides, padding, dataFormat, activation, useBias, implementation);
