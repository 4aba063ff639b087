using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What convolutions have in common that filter each channel by itself, with as many filters a channel as the depth multiplier says.</summary>
[KerasObject]
public abstract partial class DepthwiseConvolution : ConvolutionLayer
{
    private protected DepthwiseConvolution(
        int rank, Sizes kernelSize, Sizes strides, Padding padding, int depthMultiplier, DataFormat dataFormat, Sizes dilationRate,
        Activation? activation, bool useBias, Initializer? depthwiseInitializer)
        : base(rank, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias)
    {
        DepthMultiplier = depthMultiplier > 0 ? depthMultiplier : throw new ArgumentOutOfRangeException(nameof(depthMultiplier), depthMultiplier, "Each channel needs at least one filter.");
        DepthwiseInitializer = depthwiseInitializer ?? new GlorotUniform();
    }

    /// <summary>The number of filters for each channel.</summary>
    [Config]
    public int DepthMultiplier { get; }

    /// <summary>The distance between the inputs in a window.</summary>
    [Config]
    public Sizes DilationRate => Dilation;

    /// <summary>Keras 2 writes 1 group.</summary>
    [Config(Dialect = Dialect.Keras2)]
    internal int Groups { get; private init; } = 1;

    /// <summary>Makes the kernel; Glorot uniform if not given.</summary>
    [Config]
    public Initializer DepthwiseInitializer { get; }

    /// <summary>Penalty on the kernel.</summary>
    [Config]
    public Regularizer? DepthwiseRegularizer { get; init; }

    /// <summary>Applied to the kernel after each training step.</summary>
    [Config]
    public Constraint? DepthwiseConstraint { get; init; }

    /// <summary>The filters, (…size, input channels, depth multiplier); null before the layer is built.</summary>
    public Weight? Kernel { get; private protected set; }

    private protected override long OutputChannels(long inputChannels) => inputChannels < 0 ? -1 : inputChannels * DepthMultiplier;

    /// <summary>The kernel's name in files.</summary>
    private protected virtual string KernelName => Dialect == Dialect.Keras2 ? "depthwise_kernel" : "kernel";

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        long channels = ChannelsOf(input);
        Kernel = AddKernel(KernelName, KernelSize.Values, channels, DepthMultiplier, DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        AddBias(OutputChannels(channels));
    }

    private protected override Tensor Convolve(Tensor inputs) => Depthwise(inputs, Read(Kernel!));

    private protected Tensor Depthwise(Tensor inputs, Tensor kernel)
    {
        if (Rank == 1)
        {
            if (Padding == Padding.Causal) inputs = OneAxis.PadCausally(inputs, KernelSize[0], Dilation[0], DataFormat);
            return OneAxis.AsImages(inputs, DataFormat, images => Op(images, Ops.ExpandDims(kernel, 0), OneAxis.Both(Strides[0], DataFormat), OneAxis.PerAxis(Dilation[0], DataFormat)));
        }
        return Op(inputs, kernel, SpatialLayout.PerAxis(Strides, DataFormat), SpatialLayout.PerAxis(Dilation, DataFormat));
    }

    private Tensor Op(Tensor images, Tensor kernel, long[] strides, long[] dilations) =>
        Ops.DepthwiseConv2dNative(images, kernel, strides, SpatialLayout.Name(Padding), dataFormat: SpatialLayout.Name(DataFormat, 2), dilations: dilations);
}
