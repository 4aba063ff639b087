using System.Globalization;
using System.Text;

namespace Keratin;

/// <summary>Tensors as Python prints them: NumPy's layout of arrays, in at most 75 columns, large ones without their middle.</summary>
internal sealed class TensorText
{
    private const int LineWidth = 75, Threshold = 1000, EdgeItems = 3;

    private readonly EagerTensor tensor;
    private readonly bool summarizes;
    private readonly Func<int, string> format;

    private TensorText(EagerTensor tensor)
    {
        this.tensor = tensor;
        summarizes = tensor.Shape.ElementCount > Threshold;
        format = Formatter();
    }

    /// <summary>What <c>str(tensor)</c> says in Python.</summary>
    public static string Of(EagerTensor tensor)
    {
        string text = tensor.Rank == 0 ? ScalarText.Of(tensor) : tensor.Shape.ElementCount == 0 ? "[]" : new TensorText(tensor).Array(0, 0, " ", LineWidth);
        return $"tf.Tensor({(text.Contains('\n', StringComparison.Ordinal) ? "\n" : "")}{text}, shape={tensor.Shape}, dtype={tensor.DType.Name()})";
    }

    private string Array(int axis, long start, string indent, int width)
    {
        long count = tensor.Shape[axis], each = tensor.Shape[(axis + 1)..].ElementCount;
        bool cuts = summarizes && count > 2 * EdgeItems, isRow = axis == tensor.Rank - 1;
        var text = new StringBuilder();
        string line = indent, newLines = new('\n', tensor.Rank - axis - 1);
        for (long i = 0; i < count; i++)
        {
            string word;
            if (cuts && i == EdgeItems)
            {
                word = "...";
                i = count - EdgeItems - 1;
            }
            else word = isRow ? format((int)(start + i)) : Array(axis + 1, start + i * each, indent + " ", width - 1);
            if (!isRow)
            {
                text.Append(indent).Append(word);
                if (i < count - 1) text.Append(newLines);
                continue;
            }
            if (line.Length + word.Length > width - 1 && line.Length > indent.Length)
            {
                text.Append(line.TrimEnd(' ')).Append('\n');
                line = indent;
            }
            line += word;
            if (i < count - 1) line += " ";
        }
        if (isRow) text.Append(line);
        return $"[{text.ToString(indent.Length, text.Length - indent.Length)}]";
    }

    // Widths come from the elements that are shown.
    private Func<int, string> Formatter()
    {
        var shown = new List<int>();
        Shown(0, 0, shown);
        if (tensor.DType.IsComplex())
        {
            var part = tensor.DType == DType.Complex64 ? DType.Float32 : DType.Float64;
            FloatColumn real = new(Numbers(shown, i => Elements.Complex(tensor, i).Real), part), imaginary = new(Numbers(shown, i => Elements.Complex(tensor, i).Imaginary), part, sign: true);
            return i =>
            {
                string text = imaginary.Format(Elements.Complex(tensor, i).Imaginary), bare = text.TrimEnd(' ');
                return $"{real.Format(Elements.Complex(tensor, i).Real)}{bare}j{text[bare.Length..]}";
            };
        }
        if (tensor.DType is DType.Float32 or DType.Float64 or DType.Half)
        {
            var column = new FloatColumn(Numbers(shown, i => Elements.Real(tensor, i)!.Value), tensor.DType);
            return i => column.Format(Elements.Real(tensor, i)!.Value);
        }
        // bfloat16 and its like, and strings, are objects to NumPy: they are not aligned.
        if (tensor.DType.IsObject() || tensor.DType.IsFloating()) return i => ScalarText.Element(tensor, i);
        int width = 0;
        foreach (int i in shown) width = Math.Max(width, ScalarText.Element(tensor, i).Length);
        if (tensor.DType == DType.Bool) width = 5;
        return i => ScalarText.Element(tensor, i).PadLeft(width);
    }

    private static double[] Numbers(List<int> shown, Converter<int, double> number) => System.Array.ConvertAll(shown.ToArray(), number);

    private void Shown(int axis, long start, List<int> shown)
    {
        if (axis == tensor.Rank)
        {
            shown.Add((int)start);
            return;
        }
        long count = tensor.Shape[axis], each = tensor.Shape[(axis + 1)..].ElementCount;
        for (long i = 0; i < count; i++)
        {
            if (summarizes && count > 2 * EdgeItems && i == EdgeItems) i = count - EdgeItems;
            Shown(axis + 1, start + i * each, shown);
        }
    }
}
