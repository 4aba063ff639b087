namespace Keratin.Layers;

/// <summary>Runs a step over the time axis of a sequence, with masks as Keras has them: a masked step changes nothing.</summary>
internal static class TimeLoop
{
    /// <summary>One step: the input of one time and the states give an output and new states.</summary>
    public delegate (Tensor Output, Tensor[] States) StepFunction(Tensor input, Tensor[] states);

    /// <param name="sequence">(batch, time, …); the number of times must be known.</param>
    /// <param name="states">The states before the first step.</param>
    /// <param name="step">The step.</param>
    /// <param name="mask">(batch, time), or null.</param>
    /// <param name="goBackwards">Whether the last time comes first.</param>
    /// <param name="returnSequences">Whether the outputs of all steps are wanted.</param>
    /// <param name="zeroOutputForMask">Whether a masked step's output is zero rather than the one before.</param>
    public static (Tensor Output, Tensor[] States) Run(
        Tensor sequence, Tensor[] states, StepFunction step, Tensor? mask, bool goBackwards, bool returnSequences, bool zeroOutputForMask)
    {
        int count = checked((int)sequence.Shape[1]);
        if (count < 1) throw new ArgumentException($"The number of timesteps must be known; the sequence has the shape {sequence.Shape}. Give it in the Input's shape.");
        var inputs = Ops.Unpack(sequence, count, 1);
        var masks = mask is null ? null : Ops.Unpack(Ops.Cast(mask, DType.Bool), count, 1);
        var outputs = new Tensor[count];
        Tensor? last = null;
        for (int i = 0; i < count; i++)
        {
            int time = goBackwards ? count - 1 - i : i;
            var (output, next) = step(inputs[time], states);
            if (masks is not null)
            {
                var counts = Ops.ExpandDims(masks[time], -1);
                output = Ops.SelectV2(counts, output, zeroOutputForMask || last is null ? Ops.ZerosLike(output) : last);
                for (int s = 0; s < next.Length; s++) next[s] = Ops.SelectV2(counts, next[s], states[s]);
            }
            (states, last, outputs[i]) = (next, output, output);
        }
        return (returnSequences ? Ops.Pack(outputs, 1) : last!, states);
    }
}
