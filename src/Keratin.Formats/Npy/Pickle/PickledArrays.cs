using System.Globalization;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Npy.Pickle;

/// <summary>
/// Arrays by name in a .npy file that holds one Python dictionary (an object array without axes), as <c>numpy.savez</c> makes it of Keras's
/// variables.
/// </summary>
internal static class PickledArrays
{
    private const string Place = "pickled dictionary";
    private const int MaxRank = 64;

    /// <summary>Whether a .npy file holds Python objects.</summary>
    public static bool IsPickled(ByteSource file) => NpyHeader.Read(file).Descr == NpyDescr.PythonObject;

    /// <exception cref="ModelFormatException">It is damaged, or holds something else.</exception>
    public static Dictionary<string, NpyArray> Read(ByteSource file)
    {
        var header = NpyHeader.Read(file);
        if (header.Descr != NpyDescr.PythonObject || header.Shape.Length != 0) throw file.Bad(Place, $"an array of {header.Descr} with {header.Shape.Length} axes", "one Python object");
        var pickle = file.Slice(header.Length, file.Length - header.Length, file.Name);
        if (new PickleReader(pickle).Read() is not PickleCall { Callable: PickleGlobal.Reconstruct, State: object?[] { Length: 5 } state }
            || state[4] is not List<object?> { Count: 1 } list || list[0] is not Dictionary<string, object?> dictionary)
            throw file.Bad(Place, "another object", "a dictionary");
        var arrays = new Dictionary<string, NpyArray>(dictionary.Count);
        foreach (var (name, value) in dictionary) arrays[name] = ToArray(file, name, value);
        return arrays;
    }

    private static NpyArray ToArray(ByteSource file, string name, object? value)
    {
        string place = $"{Place} '{name}'";
        // A variable of Keras around a variable of TensorFlow around an array.
        if (value is PickleCall { Callable: PickleGlobal.KerasVariable, State: Dictionary<string, object?> variable }) value = variable.GetValueOrDefault("_value");
        if (value is PickleCall { Callable: PickleCall { Callable: PickleGlobal.Partial, State: object?[] { Length: 4 } partial } } && partial[0] is PickleGlobal.TensorFlowVariable && partial[2] is Dictionary<string, object?> arguments)
            value = arguments.GetValueOrDefault("initial_value");
        return value switch
        {
            PickleCall { Callable: PickleGlobal.Reconstruct, State: object?[] { Length: 5 } state } when state[1] is object?[] axes && state[3] is bool isFortran && state[4] is ReadOnlyMemory<byte> bytes =>
                NpyReader.Arrange(file, place, TypeOf(file, place, state[2]), isFortran, Shape(file, place, axes), bytes),
            PickleCall { Callable: PickleGlobal.Scalar, Arguments: [var type, ReadOnlyMemory<byte> bytes] } => NpyReader.Arrange(file, place, TypeOf(file, place, type), false, [], bytes),
            bool truth => NpyArray.Create<bool>([truth]),
            long number => NpyArray.Create<long>([number]),
            double number => NpyArray.Create<double>([number]),
            _ => throw file.Bad(place, "another object", "an array, a number, or a variable of Keras on TensorFlow"),
        };
    }

    private static NpyDescr TypeOf(ByteSource file, string place, object? value)
    {
        if (value is not PickleCall { Callable: PickleGlobal.DType, Arguments: [var name, ..], State: object?[] { Length: >= 2 } state } || state[1] is not string { Length: 1 } order)
            throw file.Bad(place, "no element type", "a dtype of NumPy");
        return name switch
        {
            PickleGlobal.BFloat16 => new NpyDescr(ElementType.BFloat16, sizeof(ushort), order == ">"),
            string text => NpyDescr.Parse(file, place, order + text),
            _ => throw file.Bad(place, "an element type of another kind", "a dtype of NumPy by name"),
        };
    }

    private static int[] Shape(ByteSource file, string place, object?[] axes)
    {
        if (axes.Length > MaxRank) throw file.Bad(place, $"{axes.Length} axes", $"at most {MaxRank}");
        return Array.ConvertAll(axes, axis => axis is long size and >= 0 and <= int.MaxValue ? (int)size
            : throw file.Bad(place, string.Create(CultureInfo.InvariantCulture, $"a size of {axis ?? "None"}"), "a number of elements"));
    }
}
