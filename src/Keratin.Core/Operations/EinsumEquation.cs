namespace Keratin.Operations;

/// <summary>
/// An equation of <c>Einsum</c>, such as <c>abc,cd->abd</c> or <c>...ij->...ji</c>, as labels: one number for each axis of each operand.
/// The axes of an ellipsis get numbers below zero, counted from the right, so that operands of different rank align as in broadcasting.
/// </summary>
internal sealed class EinsumEquation
{
    private const int Ellipsis = 0;

    private readonly int[][] operands;
    private readonly int[] output;

    private EinsumEquation(int[][] operands, int[] output) => (this.operands, this.output) = (operands, output);

    /// <summary>How many operands the equation names.</summary>
    public int OperandCount => operands.Length;

    /// <summary>Reads an equation; null if it is none.</summary>
    public static EinsumEquation? Parse(string equation)
    {
        int arrow = equation.IndexOf("->", StringComparison.Ordinal);
        if (arrow < 0) return null;
        string[] parts = equation[..arrow].Split(',');
        var operands = new int[parts.Length][];
        for (int i = 0; i < parts.Length; i++)
        {
            if (Labels(parts[i]) is not { } labels) return null;
            operands[i] = labels;
        }
        if (parts.Length > 2 || Labels(equation[(arrow + 2)..]) is not { } output) return null;
        foreach (int label in output)
            if (label != Ellipsis && !Array.Exists(operands, operand => Array.IndexOf(operand, label) >= 0)) return null;
        return new(operands, output);
    }

    /// <summary>The label of each axis of an operand of this rank; null if it has too few or too many axes.</summary>
    public int[]? OperandLabels(int operand, int rank)
    {
        var labels = operands[operand];
        bool open = Array.IndexOf(labels, Ellipsis) >= 0;
        int hidden = rank - labels.Length + (open ? 1 : 0);
        return hidden < 0 || (!open && hidden > 0) ? null : Expand(labels, hidden);
    }

    /// <summary>The label of each axis of the output, for operands of these labels.</summary>
    public int[] OutputLabels(int[][] operandLabels)
    {
        int hidden = 0;
        foreach (var labels in operandLabels)
            foreach (int label in labels) hidden = Math.Max(hidden, -label);
        return Expand(output, hidden);
    }

    private static int[] Expand(int[] labels, int hidden)
    {
        var all = new List<int>(labels.Length + hidden);
        foreach (int label in labels)
        {
            if (label != Ellipsis) all.Add(label);
            else for (int i = hidden; i > 0; i--) all.Add(-i);
        }
        return [.. all];
    }

    private static int[]? Labels(string text)
    {
        var labels = new List<int>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == ' ') continue;
            if (char.IsAsciiLetter(c)) labels.Add(c);
            else if (text.AsSpan(i).StartsWith("...") && !labels.Contains(Ellipsis))
            {
                labels.Add(Ellipsis);
                i += 2;
            }
            else return null;
        }
        return [.. labels];
    }
}
