using Keratin.Graphs;

namespace Keratin.Layers;

/// <summary>
/// Runs a step over the time axis of a sequence (<c>keras.backend.rnn</c>), with masks as Keras has them: a masked step changes nothing.
/// Under tracing it is one loop, whose number of rounds need not be known.
/// </summary>
internal sealed class TimeLoop
{
    /// <summary>One step: the inputs of one time and the states give an output and new states.</summary>
    public delegate (Tensor Output, Tensor[] States) StepFunction(Tensor input, Tensor[] states);

    /// <summary>The step.</summary>
    public required StepFunction Step { get; init; }

    /// <summary>Whether the last time comes first; outputs are in the order of the steps.</summary>
    public bool GoBackwards { get; init; }

    /// <summary>Whether the outputs of all steps are wanted.</summary>
    public bool ReturnSequences { get; init; }

    /// <summary>Whether a masked step's output is zero rather than the one before.</summary>
    public bool ZeroOutputForMask { get; init; }

    /// <summary>Whether the graph is to hold the steps one after the other.</summary>
    public bool Unroll { get; init; }

    /// <summary>Goes through a sequence.</summary>
    /// <param name="sequence">(time, batch, …).</param>
    /// <param name="mask">(time, batch), or null.</param>
    /// <param name="states">The states before the first step.</param>
    /// <returns>The output, (time, batch, …) or that of the last step, and the states after it.</returns>
    public (Tensor Output, Tensor[] States) Run(Tensor sequence, Tensor? mask, Tensor[] states)
    {
        if (mask is not null) mask = Ops.Cast(mask, DType.Bool);
        bool isLoop = !Unroll && (FunctionGraph.Current is not null || sequence.Shape[0] < 0);
        if (isLoop) return Loop(sequence, mask, states);
        long count = sequence.Shape[0];
        return count switch
        {
            < 0 => throw new ArgumentException($"Steps can't be unrolled while the number of timesteps is unknown (the sequence is {sequence.Shape} along time, batch, …): give it in the Input's shape, or don't unroll."),
            0 => throw new ArgumentException($"The sequence has no timesteps: along time, batch, … its shape is {sequence.Shape}."),
            _ => Unrolled(Ops.Unpack(sequence, count), mask is null ? null : Ops.Unpack(mask, count), states),
        };
    }

    private (Tensor, Tensor[]) Unrolled(Tensor[] inputs, Tensor[]? masks, Tensor[] states)
    {
        var outputs = new Tensor[inputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            int time = GoBackwards ? outputs.Length - 1 - i : i;
            (outputs[i], states) = MaskedStep(inputs[time], masks?[time], i == 0 ? null : outputs[i - 1], states);
        }
        return (ReturnSequences ? Ops.Pack(outputs) : outputs[^1], states);
    }

    // The state of the loop: time, the list of outputs or the last one, states.
    private (Tensor, Tensor[]) Loop(Tensor sequence, Tensor? mask, Tensor[] states)
    {
        var count = At(Ops.Shape(sequence), 0);
        var inputs = Ops.TensorListFromTensor(sequence, ElementShape(sequence.Shape[1..]));
        var masks = mask is null ? null : Ops.TensorListFromTensor(mask, ElementShape(mask.Shape[1..]));
        var output = OutputSpec(sequence, states);
        // Only a mask needs the last output besides all of them.
        bool needsLast = !ReturnSequences || (mask is not null && !ZeroOutputForMask);
        var state = new List<Tensor> { GoBackwards ? count - 1 : (Tensor)0 };
        if (ReturnSequences) state.Add(Ops.TensorListReserve(ElementShape(output.Shape), count, output.DType));
        if (needsLast) state.Add(Zeros(output, sequence));
        int first = state.Count;
        state.AddRange(states);

        var end = ControlFlow.While(
            current => GoBackwards ? Ops.GreaterEqual(current[0], 0) : Ops.Less(current[0], count),
            current =>
            {
                var time = current[0];
                var input = Ops.TensorListGetItem(inputs, time, ElementShape(sequence.Shape[1..]), sequence.DType);
                var counts = masks is null ? null : Ops.TensorListGetItem(masks, time, ElementShape(mask!.Shape[1..]), DType.Bool);
                var (given, next) = MaskedStep(input, counts, needsLast ? current[first - 1] : null, current[first..]);
                var result = new List<Tensor> { GoBackwards ? time - 1 : time + 1 };
                if (ReturnSequences) result.Add(Ops.TensorListSetItem(current[1], GoBackwards ? count - 1 - time : time, given));
                if (needsLast) result.Add(given);
                return [.. result, .. next];
            },
            [.. state]);
        var all = ReturnSequences ? Ops.TensorListStack(end[1], ElementShape(output.Shape), output.DType, sequence.Shape[0]) : end[first - 1];
        return (all, end[first..]);
    }

    private (Tensor, Tensor[]) MaskedStep(Tensor input, Tensor? counts, Tensor? last, Tensor[] states)
    {
        var (output, next) = Step(input, states);
        if (counts is null) return (output, next);
        var masked = new Tensor[next.Length];
        for (int i = 0; i < next.Length; i++) masked[i] = Ops.SelectV2(Along(counts, next[i]), next[i], states[i]);
        return (Ops.SelectV2(Along(counts, output), output, ZeroOutputForMask || last is null ? Ops.ZerosLike(output) : last), masked);
    }

    // The mask of the batch, with axes of size 1 for those that follow it.
    private static Tensor Along(Tensor counts, Tensor tensor)
    {
        for (int axis = 1; axis < tensor.Rank; axis++) counts = Ops.ExpandDims(counts, -1);
        return counts;
    }

    // What a step gives, found by tracing one into a graph that is thrown away.
    private Graphs.TensorSpec OutputSpec(Tensor sequence, Tensor[] states)
    {
        var graph = new FunctionGraph("step");
        using (Gradients.GradientTape.Suspend())
        using (graph.Record())
        {
            var input = graph.AddInput(new(sequence.DType, sequence.Shape[1..]));
            var before = Array.ConvertAll(states, state => (Tensor)graph.AddInput(TensorSpec.Of(state)));
            return TensorSpec.Of(Step(input, before).Output);
        }
    }

    private static Tensor Zeros(TensorSpec spec, Tensor sequence)
    {
        if (!spec.Shape.HasRank) throw new ArgumentException("The rank of a step's output must be known.");
        var sizes = new Tensor[spec.Shape.Rank];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = spec.Shape[i] >= 0 ? (int)spec.Shape[i] : i == 0 ? At(Ops.Shape(sequence), 1)
                : throw new ArgumentException($"Of a step's output, {spec.Shape}, only the batch may be unknown while the number of timesteps is.");
        return Ops.Fill(Ops.Pack(sizes), Ops.Cast(0f, spec.DType));
    }

    private static Tensor At(Tensor vector, int index) => Ops.StridedSlice(vector, new[] { index }, new[] { index + 1 }, new[] { 1 }, shrinkAxisMask: 1);

    private static Tensor ElementShape(Shape shape) => Tensor.From(shape.ToInt32Array());
}
