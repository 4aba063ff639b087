using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What all convolutions have in common: a window slides over the spatial axes; a bias and an activation come last.</summary>
[KerasObject]
public abstract partial class ConvolutionLayer : Layer
{
    private protected ConvolutionLayer(
        int rank, Sizes kernelSize, Sizes strides, Padding padding, DataFormat dataFormat, Sizes dilationRate, Activation? activation, bool useBias)
    {
        Rank = rank;
        (Padding, DataFormat, UseBias) = (padding, dataFormat, useBias);
        KernelSize = kernelSize.ForRank(rank, "kernel_size");
        Strides = strides.ForRank(rank, "strides");
        Dilation = dilationRate.ForRank(rank, "dilation_rate");
        Activation = activation ?? Activation.Linear;
    }

    /// <summary>The number of spatial axes.</summary>
    private protected int Rank { get; }

    /// <summary>The distance between the inputs in a window; not every class has it in its config.</summary>
    private protected Sizes Dilation { get; }

    /// <summary>The window's sizes.</summary>
    [Config]
    public Sizes KernelSize { get; }

    /// <summary>How far the window moves from one output to the next.</summary>
    [Config]
    public Sizes Strides { get; }

    /// <summary>What happens at the border.</summary>
    [Config]
    public Padding Padding { get; }

    /// <summary>Where the channels are among the axes.</summary>
    [Config]
    public DataFormat DataFormat { get; }

    /// <summary>Applied to the result; linear if not given.</summary>
    [Config]
    public Activation Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    [Config]
    public bool UseBias { get; }

    /// <summary>Makes the bias; zeros if not given.</summary>
    [Config]
    public Initializer BiasInitializer { get; init; } = new Zeros();

    /// <summary>Penalty on the bias.</summary>
    [Config]
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Penalty on the output.</summary>
    [Config]
    public new Regularizer? ActivityRegularizer { get => base.ActivityRegularizer; init => base.ActivityRegularizer = value; }

    /// <summary>Applied to the bias after each training step.</summary>
    [Config]
    public Constraint? BiasConstraint { get; init; }

    /// <summary>The bias, (output channels); null without one.</summary>
    public Weight? Bias { get; private set; }

    private protected override bool ListsActivityRegularizer => true;

    /// <summary>The input's channels.</summary>
    private protected long ChannelsOf(Shape input) => input[SpatialLayout.ChannelAxis(DataFormat, input.Rank)];

    /// <summary>The number of output channels for so many of the input, -1 if open.</summary>
    private protected abstract long OutputChannels(long inputChannels);

    /// <summary>The convolution itself.</summary>
    private protected abstract Tensor Convolve(Tensor inputs);

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, Rank);

    /// <summary>Adds the bias for so many output channels; a layer's kernels come first.</summary>
    private protected void AddBias(long channels)
    {
        if (UseBias) Bias = AddWeight("bias", [channels], BiasInitializer, BiasRegularizer, BiasConstraint);
    }

    /// <summary>Adds a kernel: the window's sizes, then channels.</summary>
    private protected Weight AddKernel(string name, ReadOnlySpan<int> window, long inputs, long outputs, Initializer initializer, Regularizer? regularizer, Constraint? constraint)
    {
        var shape = new long[window.Length + 2];
        for (int i = 0; i < window.Length; i++) shape[i] = window[i];
        (shape[^2], shape[^1]) = (inputs, outputs);
        return AddWeight(name, Shape.Create(shape), initializer, regularizer, constraint);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var result = Convolve(inputs);
        if (Bias is not null) result = SpatialLayout.AddBias(result, Read(Bias), DataFormat, Rank);
        return Activation.Apply(result);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        var output = input.With(SpatialLayout.ChannelAxis(DataFormat, input.Rank), OutputChannels(ChannelsOf(input)));
        for (int i = 0; i < Rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(DataFormat) + i;
            long size = OutputSize(input[axis], i);
            output = output.With(axis, size != 0 ? size : throw new ArgumentException($"The input {input} of layer '{Name}' is smaller than its kernel along axis {axis}."));
        }
        return output;
    }

    /// <summary>The output's size along a spatial axis; 0 if the input is too small, -1 if open.</summary>
    private protected virtual long OutputSize(long input, int axis) => SpatialLayout.OutputSize(input, KernelSize[axis], Strides[axis], Dilation[axis], Padding);
}
