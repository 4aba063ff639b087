namespace Keratin.Layers;

/// <summary>One step of a long short-term memory whose products are convolutions.</summary>
internal sealed class ConvLSTMCell : RNNCell
{
    private readonly ConvLSTM layer;
    private readonly int rank;
    private Weight? kernel, recurrentKernel, bias;
    private Shape state;
    private SeedGenerator? generator;

    public ConvLSTMCell(ConvLSTM layer, int rank)
    {
        (this.layer, this.rank) = (layer, rank);
        (Name, DTypePolicy, Trainable) = (layer.CellName, layer.DTypePolicy, layer.Trainable);
    }

    public override IReadOnlyList<int> StateSizes => [layer.Filters, layer.Filters];

    private int ChannelAxis => SpatialLayout.ChannelAxis(layer.DataFormat, rank + 2);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        state = OutputShape(input);
        for (int i = 1; i < input.Rank; i++)
            if (input[i] < 0) throw new ArgumentException($"Layer '{layer.Name}' needs to know all sizes of its input but those of batch and time; without time it is {input}.");
        long[] window = Array.ConvertAll(layer.KernelSize.Values.ToArray(), static size => (long)size);
        int columns = 4 * layer.Filters;
        kernel = AddWeight("kernel", [.. window, input[ChannelAxis], columns], layer.KernelInitializer, layer.KernelRegularizer, layer.KernelConstraint);
        recurrentKernel = AddWeight("recurrent_kernel", [.. window, layer.Filters, columns], layer.RecurrentInitializer, layer.RecurrentRegularizer, layer.RecurrentConstraint);
        if (layer.UseBias)
            bias = AddWeight("bias", [columns], layer.UnitForgetBias ? new LSTMCell.ForgetBias(layer.BiasInitializer) : layer.BiasInitializer, layer.BiasRegularizer, layer.BiasConstraint);
        if (layer.Dropout > 0 || layer.RecurrentDropout > 0) generator = AddGenerator(layer.Seed);
    }

    /// <summary>The shape of output and states for the input of one time.</summary>
    public Shape OutputShape(Shape input)
    {
        var output = input.With(ChannelAxis, layer.Filters);
        for (int i = 0; i < rank; i++)
        {
            int axis = SpatialLayout.FirstSpatialAxis(layer.DataFormat) + i;
            output = output.With(axis, SpatialLayout.OutputSize(input[axis], layer.KernelSize[i], layer.Strides[i], layer.DilationRate[i], layer.Padding));
        }
        return output;
    }

    /// <inheritdoc/>
    protected internal override Tensor[] GetInitialState(Tensor batchSize)
    {
        var sizes = new Tensor[state.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = i == 0 ? batchSize : (int)state[i];
        var zeros = Ops.Fill(Ops.Pack(sizes), Ops.Cast(0f, ComputeDType));
        return [zeros, zeros];
    }

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) Step(Tensor inputs, Tensor[] states, bool training)
    {
        var run = Begin(inputs, states, training);
        return run.Step(run.Prepare(inputs), states);
    }

    internal override CellRun Begin(Tensor example, Tensor[] states, bool training)
    {
        var inputMask = training && layer.Dropout > 0 ? RandomMask.Drop(Ops.OnesLike(example), layer.Dropout, null, generator!) : null;
        var stateMask = training && layer.RecurrentDropout > 0 ? RandomMask.Drop(Ops.OnesLike(states[0]), layer.RecurrentDropout, null, generator!) : null;
        return new(inputs => Project(inputMask is null ? inputs : inputs * inputMask), (projected, current) =>
        {
            var h = stateMask is null ? current[0] : current[0] * stateMask;
            var sum = projected + SpatialConvolution.Apply(h, Read(recurrentKernel!), 1, 1, Padding.Same, layer.DataFormat);
            var (output, memory) = LSTMCell.Memory(Ops.Split(sum, 4, ChannelAxis), current[1], layer.Activation, layer.RecurrentActivation);
            return (output, [output, memory]);
        });
    }

    // Of one time, or of all: those then make one large batch.
    private Tensor Project(Tensor inputs)
    {
        bool isSequence = inputs.Rank == rank + 3;
        var flat = isSequence ? Ops.Reshape(inputs, inputs.Shape[2..].Prepend(-1)) : inputs;
        var result = SpatialConvolution.Apply(flat, Read(kernel!), layer.Strides, layer.DilationRate, layer.Padding, layer.DataFormat);
        if (bias is not null)
        {
            var shape = Shape.Of([.. Enumerable.Repeat(1, rank + 2)]).With(ChannelAxis, 4 * layer.Filters);
            result += Ops.Reshape(Read(bias), shape);
        }
        if (!isSequence) return result;
        var sizes = Ops.StridedSlice(Ops.Shape(inputs), new[] { 0 }, new[] { 2 }, new[] { 1 });
        return Ops.Reshape(result, Ops.ConcatV2([sizes, Tensor.From(result.Shape[1..].ToInt32Array())], 0));
    }
}

/// <summary>Convolutions over one, two or three spatial axes.</summary>
internal static class SpatialConvolution
{
    public static Tensor Apply(Tensor inputs, Tensor kernel, Sizes strides, Sizes dilationRate, Padding padding, DataFormat format)
    {
        int rank = inputs.Rank - 2;
        (strides, dilationRate) = (strides.ForRank(rank, "strides"), dilationRate.ForRank(rank, "dilation_rate"));
        string border = padding == Padding.Same ? "SAME" : "VALID";
        if (rank == 3)
            return Ops.Conv3D(inputs, kernel, SpatialLayout.PerAxis(strides, format), border, SpatialLayout.Name(format, 3), SpatialLayout.PerAxis(dilationRate, format));
        if (rank == 2)
            return Ops.Conv2D(inputs, kernel, SpatialLayout.PerAxis(strides, format), border, dataFormat: SpatialLayout.Name(format, 2), dilations: SpatialLayout.PerAxis(dilationRate, format));
        // TensorFlow has no op for one axis: a second one of size 1 comes before it.
        int axis = SpatialLayout.FirstSpatialAxis(format);
        var flat = Ops.Conv2D(
            Ops.ExpandDims(inputs, axis), Ops.ExpandDims(kernel, 0), SpatialLayout.PerAxis((1, strides[0]), format), border,
            dataFormat: SpatialLayout.Name(format, 2), dilations: SpatialLayout.PerAxis((1, dilationRate[0]), format));
        return Ops.Squeeze(flat, [axis]);
    }
}
