using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What convolutions over one, two and three spatial axes have in common: filters slide over the input, one output channel each.</summary>
[KerasObject]
public abstract partial class Convolution : Layer
{
    private readonly int rank;

    private protected Convolution(
        int rank, int filters, Sizes kernelSize, Sizes strides, Padding padding, DataFormat dataFormat, Sizes dilationRate, int groups,
        Activation? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer)
    {
        this.rank = rank;
        if (filters < 1) throw new ArgumentOutOfRangeException(nameof(filters), filters, "A convolution needs at least one filter.");
        if (groups < 1 || filters % groups != 0) throw new ArgumentException($"The {filters} filters can't be divided into {groups} groups.", nameof(groups));
        (Filters, Padding, DataFormat, Groups, UseBias) = (filters, padding, dataFormat, groups, useBias);
        KernelSize = kernelSize.ForRank(rank, "kernel_size");
        Strides = strides.ForRank(rank, "strides");
        DilationRate = dilationRate.ForRank(rank, "dilation_rate");
        Activation = activation ?? Activation.Linear;
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        BiasInitializer = biasInitializer ?? new Zeros();
    }

    /// <summary>The number of output channels.</summary>
    [Config]
    public int Filters { get; }

    /// <summary>The filters' sizes.</summary>
    [Config]
    public Sizes KernelSize { get; }

    /// <summary>How far the filters move from one output to the next.</summary>
    [Config]
    public Sizes Strides { get; }

    /// <summary>What happens at the border.</summary>
    [Config]
    public Padding Padding { get; }

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; }

    /// <summary>The distance between the inputs of a filter.</summary>
    [Config]
    public Sizes DilationRate { get; }

    /// <summary>Into how many groups the channels are divided, each convolved with filters of its own.</summary>
    [Config]
    public int Groups { get; }

    /// <summary>Applied to the result; linear if not given.</summary>
    [Config]
    public Activation Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    [Config]
    public bool UseBias { get; }

    /// <summary>Makes the kernel; Glorot uniform if not given.</summary>
    [Config]
    public Initializer KernelInitializer { get; }

    /// <summary>Makes the bias; zeros if not given.</summary>
    [Config]
    public Initializer BiasInitializer { get; }

    /// <summary>Penalty on the kernel.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Penalty on the bias.</summary>
    [Config]
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Penalty on the output.</summary>
    [Config]
    public new Regularizer? ActivityRegularizer { get => base.ActivityRegularizer; init => base.ActivityRegularizer = value; }

    /// <summary>Applied to the kernel after each training step.</summary>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <summary>Applied to the bias after each training step.</summary>
    [Config]
    public Constraint? BiasConstraint { get; init; }

    /// <summary>The filters, (…size, input channels / groups, filters); null before the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The bias, (filters); null without one.</summary>
    public Weight? Bias { get; private set; }

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs is not [{ HasRank: true } input]) return;
        if (input.Rank != rank + 2) throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs an input of {rank + 2} axes, (batch, …, channels); its shape is {input}.");
        if (input[SpatialLayout.ChannelAxis(DataFormat, input.Rank)] is > 0 and var channels && channels % Groups != 0)
            throw new ArgumentException($"Layer '{Name}' divides channels into {Groups} groups; its input {input} has {channels}.");
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        long channels = input[SpatialLayout.ChannelAxis(DataFormat, input.Rank)];
        Shape kernel = [.. Array.ConvertAll(KernelSize.Values.ToArray(), static size => (long)size), channels < 0 ? -1 : channels / Groups, Filters];
        Kernel = AddWeight("kernel", kernel, KernelInitializer, KernelRegularizer, KernelConstraint);
        if (UseBias) Bias = AddWeight("bias", [Filters], BiasInitializer, BiasRegularizer, BiasConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var result = Convolve(inputs, Read(Kernel!));
        if (Bias is not null) result = AddBias(result, Read(Bias));
        return Activation.Apply(result);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        var output = input.With(SpatialLayout.ChannelAxis(DataFormat, input.Rank), Filters);
        for (int i = 0; i < rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(DataFormat) + i;
            long size = SpatialLayout.OutputSize(input[axis], KernelSize[i], Strides[i], DilationRate[i], Padding);
            output = output.With(axis, size != 0 ? size : throw new ArgumentException($"The input {input} of layer '{Name}' is smaller than its kernel along axis {axis}."));
        }
        return output;
    }

    /// <summary>The op of the layer's rank.</summary>
    private protected abstract Tensor Convolve(Tensor inputs, Tensor kernel);

    private Tensor AddBias(Tensor result, Tensor bias) => rank == 2 || DataFormat == DataFormat.ChannelsLast
        ? Ops.BiasAdd(result, bias, DataFormat == DataFormat.ChannelsLast ? "NHWC" : "NCHW")
        : result + Ops.Reshape(bias, Shape.Of([1, Filters, .. Enumerable.Repeat(1, rank)]));
}
