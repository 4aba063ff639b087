using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>1-D convolution, as over time. Keras: <c>keras.layers.Conv1D</c>.</summary>
/// <remarks>Input (batch, steps, channels), output (batch, steps', filters); channels come second with <see cref="DataFormat.ChannelsFirst"/>.</remarks>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernelSize">The filters' length.</param>
/// <param name="strides">How far the filters move; 1 if not given.</param>
/// <param name="padding">What happens at the border; <see cref="Padding.Causal"/> keeps outputs from depending on later steps.</param>
/// <param name="dataFormat">Where the channels are.</param>
/// <param name="dilationRate">The distance between the inputs of a filter; 1 if not given.</param>
/// <param name="groups">Into how many groups the channels are divided.</param>
/// <param name="activation">Applied to the result.</param>
/// <param name="useBias">Whether a bias is added.</param>
/// <param name="kernelInitializer">Makes the kernel.</param>
/// <param name="biasInitializer">Makes the bias.</param>
[KerasObject("Conv1D", "Convolution1D")]
public sealed partial class Conv1D(
    int filters, Sizes kernelSize, Sizes strides = default, Padding padding = Padding.Valid, DataFormat dataFormat = DataFormat.ChannelsLast,
    Sizes dilationRate = default, int groups = 1, Activation? activation = null, bool useBias = true,
    Initializer? kernelInitializer = null, Initializer? biasInitializer = null)
    : Convolution(1, filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer)
{
    private protected override Tensor Convolve(Tensor inputs, Tensor kernel)
    {
        if (Padding == Padding.Causal) inputs = OneAxis.PadCausally(inputs, KernelSize[0], DilationRate[0], DataFormat);
        return OneAxis.AsImages(inputs, DataFormat, images => Ops.Conv2D(
            images, Ops.ExpandDims(kernel, 0), OneAxis.PerAxis(Strides[0], DataFormat), SpatialLayout.Name(Padding),
            dataFormat: SpatialLayout.Name(DataFormat, 2), dilations: OneAxis.PerAxis(DilationRate[0], DataFormat)));
    }
}
