using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>1-D transposed convolution: makes sequences larger. Keras: <c>keras.layers.Conv1DTranspose</c>.</summary>
/// <remarks>Input (batch, steps, channels), output (batch, steps', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
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
[KerasObject("Conv1DTranspose", "Convolution1DTranspose", "conv1_d_transpose")]
public sealed partial class Conv1DTranspose(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, Sizes? outputPadding = null,
    DataFormat dataFormat = DataFormat.ChannelsLast, Sizes dilationRate = default, Activation? activation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null)
    : TransposedConvolution(1, filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer, biasInitializer)
{
    /// <summary>The distance between the outputs of a filter.</summary>
    [Config]
    public Sizes DilationRate => Dilation;

    private protected override Tensor ConvolveBack(Tensor inputs, Tensor kernel, Tensor[] outputSizes)
    {
        int axis = SpatialLayout.FirstSpatialAxis(DataFormat);
        Tensor[] imageSizes = [.. outputSizes[..axis], 1, .. outputSizes[axis..]];
        return OneAxis.AsImages(inputs, DataFormat, images => Ops.Conv2DBackpropInput(
            Sizing.Shape(imageSizes), Ops.ExpandDims(kernel, 0), images, OneAxis.PerAxis(Strides[0], DataFormat), SpatialLayout.Name(Padding),
            dataFormat: SpatialLayout.Name(DataFormat, 2), dilations: OneAxis.PerAxis(DilationRate[0], DataFormat)));
    }
}
