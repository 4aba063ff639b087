using System.Text;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>What kernels of byte strings share: a function of each element, and text as .NET has it.</summary>
internal static class Text
{
    /// <summary>A kernel that makes a new string of each.</summary>
    public static ObjectKernel Map(Func<Operation, Func<byte[], byte[]>> prepare) => new((operation, inputs) =>
    {
        var function = prepare(operation);
        return [Of(inputs[0].Shape, Array.ConvertAll(inputs[0].Objects.ToArray(), element => function((byte[])element)))];
    });

    /// <summary>A kernel that makes a number of each string.</summary>
    public static ObjectKernel Numbers<T>(Func<Operation, EagerTensor[], Func<byte[], T>> prepare) where T : unmanaged => new((operation, inputs) =>
    {
        var function = prepare(operation, inputs);
        var numbers = new T[inputs[0].Objects.Length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = function((byte[])inputs[0].Objects[i]);
        return [Tensor.From(numbers, inputs[0].Shape)];
    });

    /// <summary>A string tensor.</summary>
    public static EagerTensor Of(Shape shape, byte[][] elements) => new(DType.String, shape, (object[])elements.Clone());

    /// <summary>A vector of strings.</summary>
    public static EagerTensor Of(List<byte[]> elements) => new(DType.String, [elements.Count], elements.ToArray<object>());

    /// <summary>The single element of a string tensor.</summary>
    public static string Single(EagerTensor tensor) => tensor.Shape.ElementCount == 1
        ? Encoding.UTF8.GetString((byte[])tensor.Objects[0])
        : throw new ArgumentException($"One string is needed; the shape is {tensor.Shape}.");

    /// <summary>An encoding that keeps the bytes: UTF-8 if they are that, else one char a byte.</summary>
    public static Encoding EncodingOf(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1;

    /// <summary>Whether a byte is one of the spaces of C.</summary>
    public static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    /// <summary>How many bytes the UTF-8 character that begins here has, by its first byte.</summary>
    public static int CharacterLength(ReadOnlySpan<byte> text)
    {
        int length = 1;
        while (length < text.Length && (text[length] & 0xC0) == 0x80) length++;
        return length;
    }

    /// <summary>Whether a unit attribute says UTF-8 characters rather than bytes.</summary>
    public static bool CountsCharacters(Operation operation) => operation.Attrs.Text("unit") switch
    {
        "BYTE" => false,
        "UTF8_CHAR" => true,
        var other => throw new OpException(operation, $"unit '{other}' is not known; it is BYTE or UTF8_CHAR."),
    };

    /// <summary>A string of several, with a separator between them.</summary>
    public static byte[] Join(ReadOnlySpan<object> parts, byte[] separator)
    {
        int length = Math.Max(0, parts.Length - 1) * separator.Length;
        foreach (object part in parts) length = checked(length + ((byte[])part).Length);
        byte[] joined = new byte[length];
        int at = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            if (i > 0) { separator.CopyTo(joined, at); at += separator.Length; }
            ((byte[])parts[i]).CopyTo(joined, at);
            at += ((byte[])parts[i]).Length;
        }
        return joined;
    }
}
