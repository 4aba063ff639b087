using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>The gradient of <c>Einsum</c>: again sums of products, by the same letters in other places.</summary>
internal static class EinsumGradients
{
    private const string Ellipsis = "...";

    public static GradientFunction? Find(string op) => op == "Einsum" ? Einsum : null;

    private static Tensor?[] Einsum(Operation o, Tensor?[] g)
    {
        string[] sides = o.Attrs.Text("equation").Replace(" ", "", StringComparison.Ordinal).Split("->"), operands = sides[0].Split(',');
        string output = sides[1];
        if (operands.Length == 1) return [Spread(g[0]!, output, o.Inputs[0], operands[0])];
        Tensor x = o.Inputs[0], y = o.Inputs[1];
        return [ByOperand(g[0]!, output, y, operands[1], x, operands[0]), ByOperand(g[0]!, output, x, operands[0], y, operands[1])];
    }

    private static Tensor ByOperand(Tensor gradient, string output, Tensor other, string otherLabels, Tensor operand, string labels)
    {
        // Hidden axes that only the other operand has are summed over. TensorFlow sums over letters only, so they get some.
        if (!labels.Contains(Ellipsis, StringComparison.Ordinal) && output.Contains(Ellipsis, StringComparison.Ordinal) && gradient.Shape.HasRank)
        {
            string letters = new([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ".Where(letter => !output.Contains(letter) && !otherLabels.Contains(letter) && !labels.Contains(letter)).Take(HiddenAxes(gradient, output).Count)]);
            (output, otherLabels) = (output.Replace(Ellipsis, letters, StringComparison.Ordinal), otherLabels.Replace(Ellipsis, letters, StringComparison.Ordinal));
        }
        // What nobody else has was summed before; it is put back afterwards.
        string target = Without(labels, label => !output.Contains(label) && !otherLabels.Contains(label));
        Tensor result = Ops.Einsum([gradient, Conj(other)], $"{output},{otherLabels}->{target}");
        if (labels.Contains(Ellipsis, StringComparison.Ordinal) && otherLabels.Contains(Ellipsis, StringComparison.Ordinal)) result = SumEllipsis(result, target, operand, labels);
        return target == labels ? result : Spread(result, target, operand, labels);
    }

    /// <summary>Sums over the axes of the ellipsis along which the operand was repeated.</summary>
    private static Tensor SumEllipsis(Tensor gradient, string target, Tensor operand, string labels)
    {
        var (first, count) = HiddenAxes(gradient, target);
        var (ownFirst, ownCount) = HiddenAxes(operand, labels);
        Shape now = gradient.Shape[first..(first + count)], own = operand.Shape[ownFirst..(ownFirst + ownCount)];
        if (BinaryGradients.RepeatedAxes(own, now) is { Length: 0 }) return gradient;

        Tensor shape = Ops.Shape(gradient), ownShape = Slice(Ops.Shape(operand), ownFirst, ownCount);
        Tensor axes = Ops.BroadcastGradientArgs(ownShape, Slice(shape, first, count)).R0 + first;
        Tensor whole = Ops.ConcatV2([Slice(shape, 0, first), ownShape, Slice(shape, first + count, gradient.Rank - first - count)], 0);
        return Ops.Reshape(Ops.Sum(gradient, axes), whole);
    }

    private static Tensor Slice(Tensor vector, int start, int count) => Ops.Slice(vector, Tensor.From([start]), Tensor.From([count]));

    private static (int First, int Count) HiddenAxes(Tensor tensor, string labels)
    {
        if (!tensor.Shape.HasRank) throw new Engines.OpException("Einsum", $"the gradient of '{labels}' needs to know how many axes the ellipsis stands for; set the tensor's rank.");
        return (labels.IndexOf(Ellipsis, StringComparison.Ordinal), tensor.Rank - labels.Length + Ellipsis.Length);
    }

    /// <summary>The gradient of an operand that was summed over some letters: repeated over these, and laid on the diagonal of letters that occur twice.</summary>
    private static Tensor Spread(Tensor gradient, string output, Tensor operand, string labels)
    {
        string summed = new([.. new HashSet<char>(Array.FindAll(labels.ToCharArray(), label => !output.Contains(label)))]);
        if (summed.Length > 0)
        {
            Tensor shape = Ops.Shape(operand);
            var sizes = new Tensor[summed.Length];
            for (int i = 0; i < sizes.Length; i++) sizes[i] = Element(shape, AxisOf(operand, labels, summed[i]));
            gradient = Ops.BroadcastTo(gradient, Ops.ConcatV2([Ops.Pack(sizes), Ops.Shape(gradient)], 0));
        }
        return Ops.Einsum([gradient], $"{summed}{output}->{labels}");
    }

    private static int AxisOf(Tensor operand, string labels, char label)
    {
        int at = labels.IndexOf(label), ellipsis = labels.IndexOf(Ellipsis, StringComparison.Ordinal);
        return ellipsis < 0 || at < ellipsis ? at : at - Ellipsis.Length + HiddenAxes(operand, labels).Count;
    }

    private static string Without(string labels, Predicate<char> leftOut) => string.Concat(Array.FindAll(labels.ToCharArray(), label => label == '.' || !leftOut(label)));
}
