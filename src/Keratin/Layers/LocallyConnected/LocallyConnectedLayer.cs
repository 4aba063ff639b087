using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What locally connected layers have in common: convolutions with filters of their own at each place (Keras 2).</summary>
[KerasObject]
public abstract partial class LocallyConnectedLayer : ConvolutionLayer
{
    private LocalWindows? windows;

    private protected LocallyConnectedLayer(
        int rank, int filters, Sizes kernelSize, Sizes strides, Padding padding, DataFormat dataFormat, Activation? activation, bool useBias, int implementation)
        : base(rank, kernelSize, strides, padding, dataFormat, 1, activation, useBias)
    {
        Filters = filters > 0 ? filters : throw new ArgumentOutOfRangeException(nameof(filters), filters, "At least one filter is needed.");
        if (implementation is < 1 or > 3) throw new ArgumentOutOfRangeException(nameof(implementation), implementation, "There are the implementations 1, 2 and 3.");
        if (padding == Padding.Same && implementation == 1) throw new ArgumentException("With the padding 'same' the implementation must be 2 or 3.", nameof(implementation));
        Implementation = implementation;
    }

    /// <summary>The number of output channels.</summary>
    [Config]
    public int Filters { get; }

    /// <summary>Makes the kernel; Glorot uniform if not given.</summary>
    [Config]
    public Initializer KernelInitializer { get; init; } = new GlorotUniform();

    /// <summary>Penalty on the kernel.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Applied to the kernel after each training step.</summary>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <summary>How the kernel is kept: 1 a matrix for each output place, 2 a matrix of all inputs and outputs of which most is unused, 3 the used part of it alone.</summary>
    [Config]
    public int Implementation { get; }

    /// <summary>The kernel; null before the layer is built.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The bias of each place and filter; null without one.</summary>
    public Weight? PlaceBias { get; private set; }

    private protected override long OutputChannels(long inputChannels) => Filters;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (!input[1..].IsFullyDefined) throw new ArgumentException($"Layer '{Name}' ({ClassName}) must know all sizes of its input but the batch; the shape is {input}.");
        var output = ComputeOutputShape(input);
        windows = new LocalWindows(Places(input), Places(output), KernelSize, Strides, Padding, DataFormat, (int)ChannelsOf(input), Filters);
        Shape kernel = Implementation switch
        {
            1 => [windows.OutputPlaces, windows.WindowLength * ChannelsOf(input), Filters],
            2 => input[1..].Concat(output[1..]),
            _ => [windows.Connections.Length / 2],
        };
        Kernel = AddWeight("kernel", kernel, KernelInitializer, KernelRegularizer, KernelConstraint);
        if (UseBias) PlaceBias = AddWeight("bias", Places(output).Append(Filters), BiasInitializer, BiasRegularizer, BiasConstraint);
    }

    private protected override Tensor Convolve(Tensor inputs)
    {
        int inputLength = (int)inputs.Shape[1..].ElementCount;
        var output = ComputeOutputShape(inputs.Shape);
        int[] sizes = output[1..].ToInt32Array();
        Tensor batch = Sizing.Of(inputs, 0), kernel = Read(Kernel!), flat = Sizing.Reshape(inputs, batch, inputLength);
        if (Implementation == 1)
        {
            var patches = Ops.GatherV2(flat, windows!.Patches, 1);
            var result = Ops.Einsum([patches, kernel], "bpk,pkf->bpf");
            if (DataFormat == DataFormat.ChannelsFirst) result = Ops.Transpose(result, new[] { 0, 2, 1 });
            return ToOutput(result);
        }
        if (Implementation == 2) return ToOutput(Ops.MatMul(flat, Ops.Reshape(kernel * windows!.Mask(kernel), new[] { inputLength, (int)output[1..].ElementCount })));
        var product = Ops.SparseTensorDenseMatMul(windows!.SparseIndices, kernel, Tensor.From([output[1..].ElementCount, (long)inputLength]), flat, adjointB: true);
        return ToOutput(Ops.Transpose(product, new[] { 1, 0 }));

        Tensor ToOutput(Tensor result) => Sizing.Reshape(result, [batch, .. sizes.Select(static size => (Tensor)size)]);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var result = Convolve(inputs);
        // As Keras does, channels that come first take the bias's elements in the order in which they lie.
        if (PlaceBias is not null) result += DataFormat == DataFormat.ChannelsLast ? Read(PlaceBias) : Ops.Reshape(Read(PlaceBias), result.Shape[1..].ToInt32Array());
        return Activation.Apply(result);
    }

    private Shape Places(Shape shape) => DataFormat == DataFormat.ChannelsLast ? shape[1..^1] : shape[2..];
}
