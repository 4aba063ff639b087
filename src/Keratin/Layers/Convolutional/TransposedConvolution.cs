using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What transposed convolutions over one, two and three axes have in common: each input spreads a filter over the output, which grows by the strides.</summary>
[KerasObject]
public abstract partial class TransposedConvolution : ConvolutionLayer
{
    private protected TransposedConvolution(
        int rank, int filters, Sizes kernelSize, Sizes strides, Padding padding, Sizes? outputPadding, DataFormat dataFormat, Sizes dilationRate,
        Activation? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer)
        : base(rank, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias)
    {
        if (filters < 1) throw new ArgumentOutOfRangeException(nameof(filters), filters, "A convolution needs at least one filter.");
        if (padding == Padding.Causal) throw new ArgumentException("A transposed convolution has no causal padding.", nameof(padding));
        OutputPadding = outputPadding?.ForRank(rank, "output_padding", minimum: 0);
        for (int i = 0; i < rank && OutputPadding is { } extra; i++)
            if (extra[i] >= Strides[i]) throw new ArgumentException($"The output padding must be less than the stride; along axis {i} they are {extra[i]} and {Strides[i]}.", nameof(outputPadding));
        Filters = filters;
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        BiasInitializer = biasInitializer ?? new Zeros();
    }

    /// <summary>The number of output channels.</summary>
    [Config]
    public int Filters { get; }

    /// <summary>How much longer the output is than the least that the input could come from; if not given, as long as the padding implies.</summary>
    [Config]
    public Sizes? OutputPadding { get; }

    /// <summary>Keras 2 writes 1 group.</summary>
    [Config(Dialect = Dialect.Keras2)]
    internal int Groups { get; private init; } = 1;

    /// <summary>Makes the kernel; Glorot uniform if not given.</summary>
    [Config]
    public Initializer KernelInitializer { get; }

    /// <summary>Penalty on the kernel.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Applied to the kernel after each training step.</summary>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <summary>The filters, (…size, filters, input channels); null before the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    private protected override long OutputChannels(long inputChannels) => Filters;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Kernel = AddKernel("kernel", KernelSize.Values, Filters, ChannelsOf(input), KernelInitializer, KernelRegularizer, KernelConstraint);
        AddBias(Filters);
    }

    private protected override Tensor Convolve(Tensor inputs)
    {
        var sizes = Sizing.Of(inputs);
        sizes[SpatialLayout.ChannelAxis(DataFormat, inputs.Rank)] = Filters;
        for (int i = 0; i < Rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(DataFormat) + i;
            var (factor, offset) = Growth(i);
            sizes[axis] = sizes[axis].HasValue ? (int)OutputSize(sizes[axis].Item<int>(), i) : sizes[axis] * factor + offset;
        }
        return ConvolveBack(inputs, Read(Kernel!), sizes);
    }

    private protected override long OutputSize(long input, int axis)
    {
        var (factor, offset) = Growth(axis);
        return input < 0 ? -1 : input * factor + offset;
    }

    /// <summary>The op of the layer's rank, which is the one that gives a convolution's gradient.</summary>
    private protected abstract Tensor ConvolveBack(Tensor inputs, Tensor kernel, Tensor[] outputSizes);

    // The output's size along an axis is input · factor + offset.
    private (int Factor, int Offset) Growth(int axis)
    {
        int stride = Strides[axis], window = (KernelSize[axis] - 1) * Dilation[axis] + 1;
        int offset = (Padding, OutputPadding) switch
        {
            (Padding.Same, null) => 0,
            (Padding.Same, { } extra) => window % 2 + extra[axis] - stride,
            (_, null) => Math.Max(window - stride, 0),
            (_, { } extra) => window + extra[axis] - stride,
        };
        return (stride, offset);
    }
}
