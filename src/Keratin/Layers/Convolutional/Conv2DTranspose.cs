using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>2-D transposed convolution: makes images larger. Keras: <c>keras.layers.Conv2DTranspose</c>.</summary>
/// <remarks>Input (batch, height, width, channels), output (batch, height', width', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The filters' size.</param>
/// <param name="strides">By what the output grows; 1 if not given.</param>
/// <param name="padding">What happens at the border.</param>
/// <param name="outputPadding">How much is added to the output's size; as the padding implies if not given.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="dilationRate">The distance between the outputs of a filter; 1 if not given.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">Makes the kernel.</param>
/// <param name="biasInitializer">Makes the bias.</param>
[KerasObject("Conv2DTranspose", "Convolution2DTranspose", "conv2_d_transpose")]
public sealed partial class Conv2DTranspose(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, Sizes? outputPadding = null,
    DataFormat dataFormat = DataFormat.ChannelsLast, Sizes dilationRate = default, Activation? activation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null)
    : TransposedConvolution(2, filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer, biasInitializer)
{
    /// <summary>The distance between the outputs of a filter.</summary>
    [Config]
    public Sizes DilationRate => Dilation;

    private protected override Tensor ConvolveBack(Tensor inputs, Tensor kernel, Tensor[] outputSizes) => Ops.Conv2DBackpropInput(
        Sizing.Shape(outputSizes), kernel, inputs, SpatialLayout.PerAxis(Strides, DataFormat), SpatialLayout.Name(Padding),
        dataFormat: SpatialLayout.Name(DataFormat, 2), dilations: SpatialLayout.PerAxis(DilationRate, DataFormat));
}
