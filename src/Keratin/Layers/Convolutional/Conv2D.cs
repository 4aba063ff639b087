using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>2-D convolution, as over images. Keras: <c>keras.layers.Conv2D</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The filters' height and width.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="dilationRate">The distance between the inputs of a filter; 1 if not given.</param>
/// <param name="groups">Into how many groups the channels are divided.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">Makes the kernel.</param>
/// <param name="biasInitializer">Makes the bias.</param>
[KerasObject("Conv2D", "Convolution2D")]
public sealed partial class Conv2D(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    Sizes dilationRate = default, int groups = 1, Activation? activation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null)
    : Convolution(2, filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer)
{
    private protected override Tensor Convolve(Tensor inputs, Tensor kernel) => Ops.Conv2D(
        inputs, kernel, SpatialLayout.PerAxis(Strides, DataFormat), SpatialLayout.Name(Padding),
        dataFormat: SpatialLayout.Name(DataFormat, 2), dilations: SpatialLayout.PerAxis(DilationRate, DataFormat));
}
