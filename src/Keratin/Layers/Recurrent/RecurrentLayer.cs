using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What all recurrent layers have in common: they run a cell over the time axis of a sequence.</summary>
/// <remarks>
/// Input (batch, time, …), output (batch, …), or (batch, time, …) with <see cref="ReturnSequences"/>; with <see cref="ReturnState"/> followed by the
/// last states. The states before the first step may be given as further inputs or as the argument <c>initial_state</c>.
/// </remarks>
[KerasObject]
public abstract partial class RecurrentLayer : Layer
{
    private Variable[]? kept;
    private bool zeroOutputForMask;

    private protected RecurrentLayer(string cellName) => CellName = CellNames.Next(cellName);

    private protected RecurrentLayer(RNNCell cell)
    {
        CellNames.Count(cell);
        (CellName, Cell) = (cell.Name, Track("cell", cell));
    }

    /// <summary>Whether the outputs of all steps are given rather than the last one's.</summary>
    [Config]
    public bool ReturnSequences { get; init; }

    /// <summary>Whether the last states are given besides.</summary>
    [Config]
    public bool ReturnState { get; init; }

    /// <summary>Whether the sequence is gone through from its end; outputs then are in that order.</summary>
    [Config]
    public bool GoBackwards { get; init; }

    /// <summary>Whether a batch starts with the states that the last one ended with. The batch size must be fixed.</summary>
    [Config]
    public bool Stateful { get; init; }

    /// <summary>Whether a graph holds the steps one after the other rather than a loop; the results are the same.</summary>
    [Config]
    public bool Unroll { get; init; }

    /// <summary>Whether the time axis comes first (Keras 2).</summary>
    [Config(Dialect = Dialect.Keras2)]
    public bool TimeMajor { get; init; }

    /// <summary>Whether the output of a masked step is zero rather than the one before.</summary>
    public bool ZeroOutputForMask { get => zeroOutputForMask; init => zeroOutputForMask = value; }

    // Keras 2 writes it only if it is so.
    [Config("zero_output_for_mask", OmitNull = Dialect.Keras2)]
    internal bool? ZeroOutputSetting
    {
        get => ZeroOutputForMask || Dialect == Dialect.Keras3 ? ZeroOutputForMask : null;
        init => ZeroOutputForMask = value ?? false;
    }

    /// <summary>The step; null before the layer is built, unless it was given.</summary>
    public RNNCell? Cell { get; private protected set; }

    /// <summary>The name of the cell that the layer has or will make.</summary>
    internal string CellName { get; }

    /// <summary>The states that a stateful layer keeps; none before it is built.</summary>
    public IReadOnlyList<Variable> States => kept ?? [];

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool BuildsFromConfig => true;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => ["sequences", "initial_state"];

    private int BatchAxis => TimeMajor ? 1 : 0;

    private int TimeAxis => TimeMajor ? 0 : 1;

    /// <summary>The number of axes of an input.</summary>
    private protected virtual int InputRank => 3;

    /// <summary>Sets the states that a stateful layer keeps to zero (<c>reset_states</c>).</summary>
    public void ResetStates()
    {
        foreach (var state in States) state.Resource.Assign(Tensor.Zeros(state.Shape, state.DType));
    }

    /// <summary>Decides about masked steps for a layer that others run.</summary>
    internal void ForceZeroOutputForMask(bool value) => zeroOutputForMask = value;

    /// <summary>Makes the cell from the layer's settings.</summary>
    private protected abstract RNNCell MakeCell();

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count == 0) throw new ArgumentException($"Layer '{Name}' ({ClassName}) takes a sequence, and perhaps its first states; nothing was given.");
        if (inputs[0].HasRank && inputs[0].Rank != InputRank) throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs an input of {InputRank} axes, (batch, time, …); its shape is {inputs[0]}.");
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Cell ??= Track("cell", MakeCell());
        Cell.EnsureBuilt(input[2..].Prepend(input[BatchAxis]));
        if (!Stateful) return;
        long batch = input[BatchAxis];
        if (batch < 0) throw new ArgumentException($"Stateful layer '{Name}' keeps states from batch to batch, so the batch size must be fixed: give the whole shape to Input.");
        kept = Array.ConvertAll(Cell.GetInitialState((int)batch), static state => new Variable(state.Value, "rnn_state", trainable: false));
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        var sequence = TimeFirst(inputs[0]);
        var states = FirstStates(inputs, context, sequence);
        var mask = context.Mask ?? context.Tensor("mask");
        var run = Cell!.Begin(FirstOf(sequence), states, context.Training);
        var loop = new TimeLoop { Step = run.Step, GoBackwards = GoBackwards, ReturnSequences = ReturnSequences, ZeroOutputForMask = ZeroOutputForMask, Unroll = Unroll };
        var (output, last) = loop.Run(run.Prepare(sequence), mask is null ? null : TimeFirst(mask), states);

        for (int i = 0; kept is not null && i < kept.Length; i++) kept[i].Assign(last[i]);
        if (ReturnSequences) output = TimeFirst(output);
        return ReturnState ? (Tensor[])[output, .. last] : output;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (ReturnState || input.Rank != 3 || InputRank != 3 || Cell is null) return Shape.Unknown;
        return ReturnSequences ? input.With(2, Cell.OutputSize) : [input[BatchAxis], Cell.OutputSize];
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount)
    {
        var result = new Tensor?[outputCount];
        if (ReturnSequences && masks.Count > 0) result[0] = masks[0];
        return result;
    }

    // Batch and time change places; (batch, time) is as the graph's user has it.
    private Tensor TimeFirst(Tensor tensor)
    {
        if (TimeMajor) return tensor;
        int[] axes = new int[tensor.Rank];
        for (int i = 2; i < axes.Length; i++) axes[i] = i;
        axes[0] = 1;
        return Ops.Transpose(tensor, axes);
    }

    private static Tensor FirstOf(Tensor sequence) => Ops.StridedSlice(sequence, new[] { 0 }, new[] { 1 }, new[] { 1 }, shrinkAxisMask: 1);

    private Tensor[] FirstStates(Tensors inputs, CallContext context, Tensor sequence)
    {
        var given = inputs.Count > 1 ? inputs.ToArray()[1..] : context.List("initial_state").ToArray();
        if (given.Length > 0)
        {
            if (given.Length != Cell!.StateSizes.Count) throw new ArgumentException($"Layer '{Name}' ({ClassName}) has {Cell.StateSizes.Count} states; {given.Length} were given.");
            return Array.ConvertAll(given, state => state.DType == ComputeDType ? state : Ops.Cast(state, ComputeDType));
        }
        if (kept is not null)
        {
            if (sequence.Shape[1] >= 0 && sequence.Shape[1] != kept[0].Shape[0])
                throw new ArgumentException($"Stateful layer '{Name}' keeps states for batches of {kept[0].Shape[0]}; the input has {sequence.Shape[1]} samples.");
            return Array.ConvertAll(kept, static state => state.Value);
        }
        var batch = sequence.Shape[1] >= 0 ? (int)sequence.Shape[1] : Ops.StridedSlice(Ops.Shape(sequence), new[] { 1 }, new[] { 2 }, new[] { 1 }, shrinkAxisMask: 1);
        return Cell!.GetInitialState(batch);
    }
}
