namespace Keratin.Operations;

/// <summary>The shape of an <c>Einsum</c>.</summary>
internal static class EinsumShapes
{
    public static ShapeFunction? Find(string op) => op == "Einsum" ? Einsum : null;

    private static void Einsum(InferenceContext c)
    {
        string text = c.Attrs.Text("equation");
        var equation = EinsumEquation.Parse(text) ?? throw c.Error($"'{text}' is no equation of one or two operands.");
        if (equation.OperandCount != c.InputCount) throw c.Error($"'{text}' has {equation.OperandCount} operands; {c.InputCount} were given.");
        var labels = new int[c.InputCount][];
        var sizes = new Dictionary<int, long>();
        for (int i = 0; i < labels.Length; i++)
        {
            var shape = c.Input(i);
            if (!shape.HasRank) return;
            labels[i] = equation.OperandLabels(i, shape.Rank) ?? throw c.Error($"'{text}' does not fit operand {i} of shape {shape}.");
            for (int axis = 0; axis < labels[i].Length; axis++) Meet(c, sizes, labels[i][axis], shape[axis]);
        }
        c.Outputs[0] = Shape.Create(Array.ConvertAll(equation.OutputLabels(labels), label => sizes[label]));
    }

    // Axes of one letter have one size; those of the ellipses broadcast.
    private static void Meet(InferenceContext c, Dictionary<int, long> sizes, int label, long size)
    {
        if (!sizes.TryGetValue(label, out long known)) sizes.Add(label, size);
        else if (label > 0) sizes[label] = c.Merge(known, size);
        else sizes[label] = c.Broadcast([known], [size])[0];
    }
}
