namespace Keratin.Engines.Managed.Kernels;

/// <summary>Which label sequences a CTC loss takes, and what they mean.</summary>
/// <param name="Classes">How many classes there are; the last is the blank, which stands for no label.</param>
/// <param name="CollapseRepeated">Whether equal neighbours among the labels count once.</param>
/// <param name="MergeRepeated">Whether equal neighbours in time stand for one label.</param>
/// <param name="IgnoreLonger">Whether sequences of more labels than times have no loss, rather than being an error.</param>
internal sealed record CtcRules(int Classes, bool CollapseRepeated, bool MergeRepeated, bool IgnoreLonger)
{
    /// <summary>The class that stands for no label.</summary>
    public int Blank => Classes - 1;

    /// <summary>Throws if a sequence is not a sequence of labels, or too long for its times.</summary>
    public void Check(KernelBinding binding, int sequence, ReadOnlySpan<int> labels, int length, int times)
    {
        if (length < 0 || length > times) throw binding.Error($"sequence {sequence} has {length} times; the inputs have {times}.");
        if (labels.IsEmpty) throw binding.Error($"sequence {sequence} has no labels.");
        bool ended = false;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0) throw binding.Error($"label {labels[i]} of sequence {sequence} is negative.");
            if (IsNull(labels[i])) ended = true;
            else if (ended) throw binding.Error($"sequence {sequence} goes on after label {labels[i - 1]}, which ends it: labels are less than {Classes - 1}.");
        }
        if (!IgnoreLonger && labels.Length > length)
            throw binding.Error($"sequence {sequence} has {labels.Length} labels but only {length} times; ignore_longer_outputs_than_inputs leaves such sequences out.");
    }

    /// <summary>Writes the labels with blanks around each; returns how many these are.</summary>
    public int WithBlanks(ReadOnlySpan<int> labels, Span<int> result)
    {
        int count = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (IsNull(labels[i]) || (CollapseRepeated && i > 0 && labels[i] == labels[i - 1])) continue;
            result[count++] = Blank;
            result[count++] = labels[i];
        }
        result[count++] = Blank;
        return count;
    }

    // The blank, and whatever lies beyond, ends a sequence.
    private bool IsNull(int label) => label >= Blank;
}
