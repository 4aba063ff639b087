using System.Globalization;
using System.Text;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Tensors as TensorFlow's StringFormat, PrintV2 and Assert show them.</summary>
internal static class TensorSummary
{
    public static EagerTensor[] Format(Operation operation, EagerTensor[] inputs)
    {
        string[] pieces = operation.Attrs.Text("template").Split(operation.Attrs.Text("placeholder"));
        if (pieces.Length != inputs.Length + 1) throw new OpException(operation, $"the template has {pieces.Length - 1} places for {inputs.Length} tensors.");
        var text = new StringBuilder(pieces[0]);
        for (int i = 0; i < inputs.Length; i++)
        {
            Nested(text, inputs[i], 0, 0, operation.Attrs.Int("summarize"));
            text.Append(pieces[i + 1]);
        }
        return [Tensor.FromStrings([text.ToString()], Shape.Scalar)];
    }

    public static EagerTensor[] Assert(Operation operation, EagerTensor[] inputs)
    {
        if (inputs[0].Item<bool>()) return [];
        var text = new StringBuilder("assertion failed:");
        for (int i = 1; i < inputs.Length; i++)
        {
            long left = operation.Attrs.Int("summarize");
            if (left < 0) left = long.MaxValue;
            text.Append(" [");
            int at = 0;
            Flat(text, inputs[i], 0, ref at, left);
            if (inputs[i].Shape.ElementCount > left) text.Append("...");
            text.Append(']');
        }
        throw new OpException(operation, text.ToString());
    }

    // Text only goes to the console: a graph may come from a file, and must not write others.
    public static EagerTensor[] Print(Operation operation, EagerTensor[] inputs)
    {
        string text = Text.Single(inputs[0]) + operation.Attrs.Text("end");
        string stream = operation.Attrs.Text("output_stream");
        if (stream == "stdout") Console.Out.Write(text);
        else if (stream == "stderr" || stream.StartsWith("log(", StringComparison.Ordinal)) Console.Error.Write(text);
        else throw new OpException(operation, $"output_stream '{stream}' is not supported; use stdout or stderr.");
        return [];
    }

    // [[1 2 ... 8 9]\n [...]]: of each axis the first and last few.
    private static void Nested(StringBuilder text, EagerTensor tensor, int axis, int start, long atEnds)
    {
        if (axis == tensor.Rank)
        {
            text.Append(Element(tensor, start, quoted: true));
            return;
        }
        long count = tensor.Shape[axis], each = tensor.Shape[(axis + 1)..].ElementCount;
        bool cuts = atEnds >= 0 && count > 2 * atEnds;
        text.Append('[');
        for (long i = 0; i < count; i++)
        {
            if (i > 0) Gap();
            if (cuts && i == atEnds)
            {
                text.Append("...");
                i = count - atEnds - 1;
            }
            else Nested(text, tensor, axis + 1, (int)(start + i * each), atEnds);
        }
        text.Append(']');

        void Gap()
        {
            if (axis == tensor.Rank - 1) text.Append(' ');
            else text.Append('\n', tensor.Rank - axis - 1).Append(' ', axis + 1);
        }
    }

    // 1 2 3... and [1 2][3...]: the first few of all.
    private static void Flat(StringBuilder text, EagerTensor tensor, int axis, ref int at, long most)
    {
        if (at >= most) return;
        if (tensor.Rank == 0)
        {
            text.Append(Element(tensor, at++, quoted: false));
            return;
        }
        for (long i = 0; i < tensor.Shape[axis]; i++)
        {
            if (axis < tensor.Rank - 1)
            {
                if (at >= most) return;
                text.Append('[');
                Flat(text, tensor, axis + 1, ref at, most);
                text.Append(']');
            }
            else if (at >= most)
            {
                if (axis > 0) text.Append("...");
                return;
            }
            else text.Append(i > 0 ? " " : "").Append(Element(tensor, at++, quoted: false));
        }
    }

    private static string Element(EagerTensor tensor, int index, bool quoted) => tensor.DType switch
    {
        DType.String => quoted ? $"\"{Encoding.UTF8.GetString((byte[])tensor.Objects[index])}\"" : Encoding.UTF8.GetString((byte[])tensor.Objects[index]),
        DType.Float64 => Shortest(tensor.Bits<double>(index), 15, 17),
        _ when Elements.Real(tensor, index) is { } real => Shortest(real, 6, 9),
        _ => Elements.Integer(tensor, index)?.ToString(CultureInfo.InvariantCulture) ?? "?",
    };

    // The fewer digits, if they are enough to tell the number from all others.
    private static string Shortest(double value, int few, int many)
    {
        string text = CFormat.General(value, few);
        if (!double.IsFinite(value)) return text;
        bool enough = few == 6 ? float.Parse(text, CultureInfo.InvariantCulture) == (float)value : double.Parse(text, CultureInfo.InvariantCulture) == value;
        return enough ? text : CFormat.General(value, many);
    }
}
