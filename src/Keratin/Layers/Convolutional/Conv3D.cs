using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>3-D convolution, as over volumes. Keras: <c>keras.layers.Conv3D</c>.</summary>
/// <remarks>Input (batch, depth, height, width, channels), output (batch, depth', height', width', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The filters' depth, height and width.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="dilationRate">The distance between the inputs of a filter; 1 if not given.</param>
/// <param name="groups">Into how many groups the channels are divided.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">Makes the kernel.</param>
/// <param name="biasInitializer">Makes the bias.</param>
[KerasObject("Conv3D", "Convolution3D")]
public sealed partial class Conv3D(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    Sizes dilationRate = default, int groups = 1, Activation? activation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null)
    : Convolution(3, filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer)
{
    private protected override Tensor Convolve(Tensor inputs, Tensor kernel) => Ops.Conv3D(
        inputs, kernel, SpatialLayout.PerAxis(Strides, DataFormat), SpatialLayout.Name(Padding),
        dataFormat: SpatialLayout.Name(DataFormat, 3), dilations: SpatialLayout.PerAxis(DilationRate, DataFormat));
}
