using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What separable convolutions have in common: each channel is filtered by itself, then channels are mixed at each place.</summary>
[KerasObject]
public abstract partial class SeparableConvolution : DepthwiseConvolution
{
    private protected SeparableConvolution(
        int rank, int filters, Sizes kernelSize, Sizes strides, Padding padding, DataFormat dataFormat, Sizes dilationRate, int depthMultiplier,
        Activation? activation, bool useBias, Initializer? depthwiseInitializer, Initializer? pointwiseInitializer)
        : base(rank, kernelSize, strides, padding, depthMultiplier, dataFormat, dilationRate, activation, useBias, depthwiseInitializer)
    {
        Filters = filters > 0 ? filters : throw new ArgumentOutOfRangeException(nameof(filters), filters, "A convolution needs at least one filter.");
        PointwiseInitializer = pointwiseInitializer ?? new GlorotUniform();
    }

    /// <summary>The number of output channels.</summary>
    [Config]
    public int Filters { get; }

    /// <summary>Makes the kernel that mixes channels; Glorot uniform if not given.</summary>
    [Config]
    public Initializer PointwiseInitializer { get; }

    /// <summary>Penalty on the kernel that mixes channels.</summary>
    [Config]
    public Regularizer? PointwiseRegularizer { get; init; }

    /// <summary>Applied to the kernel that mixes channels after each training step.</summary>
    [Config]
    public Constraint? PointwiseConstraint { get; init; }

    // Keras 2's class is one of Conv, whose settings it writes though it has no use for them.
    [Config(Dialect = Dialect.Keras2)]
    internal Initializer KernelInitializer { get; private init; } = new GlorotUniform();

    [Config(Dialect = Dialect.Keras2)]
    internal Regularizer? KernelRegularizer { get; private init; }

    [Config(Dialect = Dialect.Keras2)]
    internal Constraint? KernelConstraint { get; private init; }

    /// <summary>The weights that mix channels, (1, …, channels · depth multiplier, filters); null before the layer is built.</summary>
    public Weight? PointwiseKernel { get; private set; }

    private protected override string KernelName => "depthwise_kernel";

    private protected override long OutputChannels(long inputChannels) => Filters;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        long channels = ChannelsOf(input);
        Span<int> point = stackalloc int[Rank];
        point.Fill(1);
        Kernel = AddKernel(KernelName, KernelSize.Values, channels, DepthMultiplier, DepthwiseInitializer, DepthwiseRegularizer, DepthwiseConstraint);
        PointwiseKernel = AddKernel("pointwise_kernel", point, channels < 0 ? -1 : channels * DepthMultiplier, Filters, PointwiseInitializer, PointwiseRegularizer, PointwiseConstraint);
        AddBias(Filters);
    }

    private protected override Tensor Convolve(Tensor inputs)
    {
        var filtered = base.Convolve(inputs);
        var kernel = Read(PointwiseKernel!);
        return Rank == 1 ? OneAxis.AsImages(filtered, DataFormat, images => Mix(images, Ops.ExpandDims(kernel, 0))) : Mix(filtered, kernel);
    }

    private Tensor Mix(Tensor images, Tensor kernel) => Ops.Conv2D(images, kernel, [1, 1, 1, 1], "VALID", dataFormat: SpatialLayout.Name(DataFormat, 2));
}
