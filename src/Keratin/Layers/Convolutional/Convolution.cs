using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What convolutions over one, two and three spatial axes have in common: filters slide over the input, one output channel each.</summary>
[KerasObject]
public abstract partial class Convolution : ConvolutionLayer
{
    private protected Convolution(
        int rank, int filters, Sizes kernelSize, Sizes strides, Padding padding, DataFormat dataFormat, Sizes dilationRate, int groups,
        Activation? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer)
        : base(rank, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias)
    {
        if (filters < 1) throw new ArgumentOutOfRangeException(nameof(filters), filters, "A convolution needs at least one filter.");
        if (groups < 1 || filters % groups != 0) throw new ArgumentException($"The {filters} filters can't be divided into {groups} groups.", nameof(groups));
        if (padding == Padding.Causal && rank != 1) throw new ArgumentException("Causal padding is for one spatial axis, in time.", nameof(padding));
        (Filters, Groups) = (filters, groups);
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        BiasInitializer = biasInitializer ?? new Zeros();
    }

    /// <summary>The number of output channels.</summary>
    [Config]
    public int Filters { get; }

    /// <summary>The distance between the inputs in a window.</summary>
    [Config]
    public Sizes DilationRate => Dilation;

    /// <summary>Into how many groups the channels are divided, each convolved with filters of its own.</summary>
    [Config]
    public int Groups { get; }

    /// <summary>Makes the kernel; Glorot uniform if not given.</summary>
    [Config]
    public Initializer KernelInitializer { get; }

    /// <summary>Penalty on the kernel.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Applied to the kernel after each training step.</summary>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <summary>The filters, (…size, input channels / groups, filters); null before the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    private protected override long OutputChannels(long inputChannels) => Filters;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        base.CheckInputs(inputs);
        if (inputs is [{ HasRank: true } input] && ChannelsOf(input) is > 0 and var channels && channels % Groups != 0)
            throw new ArgumentException($"Layer '{Name}' divides channels into {Groups} groups; its input {input} has {channels}.");
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        long channels = ChannelsOf(input);
        Kernel = AddKernel("kernel", KernelSize.Values, channels < 0 ? -1 : channels / Groups, Filters, KernelInitializer, KernelRegularizer, KernelConstraint);
        AddBias(Filters);
    }

    private protected override Tensor Convolve(Tensor inputs) => Convolve(inputs, Read(Kernel!));

    /// <summary>The op of the layer's rank.</summary>
    private protected abstract Tensor Convolve(Tensor inputs, Tensor kernel);
}
