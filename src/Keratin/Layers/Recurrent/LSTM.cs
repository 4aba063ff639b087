using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Long short-term memory over a sequence. Keras: <c>keras.layers.LSTM</c>.</summary>
/// <remarks>
/// Input (batch, time, features), output (batch, units), or (batch, time, units) with <see cref="ReturnSequences"/>; with
/// <see cref="ReturnState"/> followed by the states h and c. The states before the first step may be given as further inputs.
/// </remarks>
[KerasObject("LSTM", Keys = [
    "name", "trainable", "dtype", "batch_input_shape", "return_sequences", "return_state", "go_backwards", "stateful", "unroll", "time_major", "zero_output_for_mask",
    "units", "activation", "recurrent_activation", "use_bias", "kernel_initializer", "recurrent_initializer", "bias_initializer", "unit_forget_bias",
    "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "recurrent_constraint", "bias_constraint",
    "dropout", "recurrent_dropout", "implementation", "seed"])]
public sealed partial class LSTM(int units) : LSTMSettings(units)
{
    private LSTMCell? cell;
    private Variable[]? kept;

    /// <summary>Whether the outputs of all steps are given rather than the last one's.</summary>
    [Config]
    public bool ReturnSequences { get; init; }

    /// <summary>Whether the last states are given besides.</summary>
    [Config]
    public bool ReturnState { get; init; }

    /// <summary>Whether the sequence is gone through from its end.</summary>
    [Config]
    public bool GoBackwards { get; init; }

    /// <summary>Whether a batch starts with the states that the last one ended with.</summary>
    [Config]
    public bool Stateful { get; init; }

    /// <summary>How Keras is to run the steps; the results are the same.</summary>
    [Config]
    public bool Unroll { get; init; }

    /// <summary>Whether the time axis comes first (Keras 2).</summary>
    [Config(Dialect = Dialect.Keras2)]
    public bool TimeMajor { get; init; }

    /// <summary>Whether the output of a masked step is zero rather than the last one before (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public bool ZeroOutputForMask { get; init; }

    /// <summary>Penalty on the output.</summary>
    [Config]
    public new Regularizer? ActivityRegularizer { get => base.ActivityRegularizer; init => base.ActivityRegularizer = value; }

    private protected override bool ListsActivityRegularizer => true;

    /// <summary>The step; null before the layer is built.</summary>
    public LSTMCell? Cell => cell;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => ["sequences", "initial_state"];

    /// <summary>Sets the states that a stateful layer keeps to zero (<c>reset_states</c>).</summary>
    public void ResetStates()
    {
        foreach (var state in kept ?? []) state.Resource.Assign(Tensor.Zeros(state.Shape, state.DType));
    }

    internal IReadOnlyList<Variable> KeptStates => kept ?? [];

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count is not (1 or 3)) throw new ArgumentException($"Layer '{Name}' (LSTM) takes a sequence, or a sequence and the states h and c; {inputs.Count} inputs were given.");
        if (inputs[0].HasRank && inputs[0].Rank != 3) throw new ArgumentException($"Layer '{Name}' (LSTM) needs an input of 3 axes, (batch, time, features); its shape is {inputs[0]}.");
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        cell = Track("cell", new LSTMCell(Units)
        {
            Name = "lstm_cell", DTypePolicy = DTypePolicy, Activation = Activation, RecurrentActivation = RecurrentActivation, UseBias = UseBias,
            KernelInitializer = KernelInitializer, RecurrentInitializer = RecurrentInitializer, BiasInitializer = BiasInitializer, UnitForgetBias = UnitForgetBias,
            KernelRegularizer = KernelRegularizer, RecurrentRegularizer = RecurrentRegularizer, BiasRegularizer = BiasRegularizer,
            KernelConstraint = KernelConstraint, RecurrentConstraint = RecurrentConstraint, BiasConstraint = BiasConstraint,
            Dropout = Dropout, RecurrentDropout = RecurrentDropout, Seed = Seed, Trainable = Trainable,
        });
        cell.EnsureBuilt([input[0], input[^1]]);
        if (!Stateful) return;
        long batch = input[TimeMajor ? 1 : 0];
        if (batch < 0) throw new ArgumentException($"Stateful layer '{Name}' keeps states from batch to batch, so the batch size must be fixed: give the whole shape to Input(batchShape).");
        kept = [new Variable(Tensor.Zeros([batch, Units], ComputeDType), "h", false), new Variable(Tensor.Zeros([batch, Units], ComputeDType), "c", false)];
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        var sequence = TimeMajor ? inputs[0] : Ops.Transpose(inputs[0], 1, 0, 2);
        var (h, c) = FirstStates(inputs, context, sequence);
        if (context.Training) sequence = cell!.DropInputs(sequence);
        var recurrentMask = context.Training ? cell!.RecurrentMask(h) : null;
        var mask = context.Mask is { } given && !TimeMajor ? Ops.Transpose(given, 1, 0) : context.Mask;

        var loop = new TimeLoop
        {
            GoBackwards = GoBackwards, ReturnSequences = ReturnSequences, ZeroOutputForMask = ZeroOutputForMask, Unroll = Unroll,
            Step = (projected, states) =>
            {
                var (output, memory) = cell!.Step(projected, recurrentMask is null ? states[0] : states[0] * recurrentMask, states[1]);
                return (output, [output, memory]);
            },
        };
        var result = loop.Run(cell!.Project(sequence), mask, [h, c]);

        for (int i = 0; kept is not null && i < kept.Length; i++) kept[i].Assign(result.States[i]);
        var output = ReturnSequences && !TimeMajor ? Ops.Transpose(result.Output, 1, 0, 2) : result.Output;
        return ReturnState ? (Tensor[])[output, .. result.States] : output;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount)
    {
        var result = new Tensor?[outputCount];
        if (ReturnSequences && masks.Count > 0) result[0] = masks[0];
        return result;
    }

    private (Tensor H, Tensor C) FirstStates(Tensors inputs, CallContext context, Tensor sequence)
    {
        if (inputs.Count == 3) return (inputs[1], inputs[2]);
        if (context.List("initial_state") is { Count: 2 } given) return (given[0], given[1]);
        if (kept is not null) return (kept[0].Value, kept[1].Value);
        var batch = Ops.StridedSlice(Ops.Shape(sequence), new[] { 1 }, new[] { 2 }, new[] { 1 });
        var zeros = Ops.Fill(Ops.ConcatV2([batch, new[] { Units }], 0), Ops.Cast(0f, sequence.DType));
        return (zeros, zeros);
    }
}
