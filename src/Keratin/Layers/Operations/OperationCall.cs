using System.Globalization;
using Keratin.Initializers;

namespace Keratin.Layers;

/// <summary>What an operation is applied to, and with which settings.</summary>
internal readonly struct OperationCall(Operation operation, Tensors inputs, CallContext context)
{
    /// <summary>The number of operands.</summary>
    public int Count => operation.CallArgumentNames.Count;

    /// <summary>What the operation is called on.</summary>
    public Tensors Inputs => inputs;

    /// <summary>The tensor that most functions have alone.</summary>
    public Tensor X => this[0];

    /// <summary>An operand.</summary>
    /// <exception cref="ArgumentException">It isn't given.</exception>
    public Tensor this[int place] => Find(place) ?? throw new ArgumentException($"Operation '{operation.Name}' ({operation.ClassName}) needs the operand {operation.CallArgumentNames[place]}.");

    /// <summary>An operand, or null. A number takes the dtype of the tensor beside it.</summary>
    public Tensor? Find(int place)
    {
        if (IsInput(place)) return inputs.Single;
        return Given(place) switch
        {
            null => null,
            Tensor tensor => tensor,
            Tensors tensors => tensors.Single,
            object?[] list => List(list),
            var number => Scalars.Like(Beside(), Convert.ToDouble(number, CultureInfo.InvariantCulture)),
        };
    }

    /// <summary>What was given for an operand, as it was given; null for what the operation is called on.</summary>
    public object? Given(int place) => context.Arguments.GetValueOrDefault(operation.CallArgumentNames[place]);

    /// <summary>A setting.</summary>
    public object? Setting(string name) => operation.Settings.GetValueOrDefault(name);

    public bool Flag(string name) => Setting(name) is true;

    public double Number(string name, double otherwise = 0) => Setting(name) is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : otherwise;

    public int Int(string name, int otherwise = 0) => Setting(name) is { } value ? checked((int)Convert.ToInt64(value, CultureInfo.InvariantCulture)) : otherwise;

    /// <summary>Integers, of which one may stand alone; null if none are given.</summary>
    public int[]? Ints(string name) => Setting(name) switch
    {
        null => null,
        object?[] values when Array.TrueForAll(values, static value => value is long) => Array.ConvertAll(values, static value => checked((int)(long)value!)),
        long value => [checked((int)value)],
        _ => throw new ArgumentException($"'{name}' of operation '{operation.Name}' ({operation.ClassName}) must be an integer or a list of integers."),
    };

    /// <summary>The axes of a reduction; all if none are given.</summary>
    public Tensor Axes(Tensor x) => Ints("axis") is { } axes ? axes : Scalars.AllAxes(x);

    // The input takes the first place that nothing is given for.
    private bool IsInput(int place)
    {
        for (int i = 0; i <= place; i++)
            if (!context.Arguments.ContainsKey(operation.CallArgumentNames[i])) return i == place;
        return false;
    }

    // The other choice of a condition, or what the operation is called on.
    private Tensor Beside()
    {
        if (inputs.Count == 1 && inputs[0].DType != DType.Bool) return inputs[0];
        foreach (object? argument in context.Arguments.Values)
            if ((argument is Tensors tensors ? tensors[0] : argument as Tensor) is { } tensor && tensor.DType != DType.Bool) return tensor;
        return context.Arguments.Values.Any(static argument => argument is float or double or long) ? Scalars.Like(DType.Float32, 0) : inputs[0];
    }

    private EagerTensor List(object?[] list) => ConstantList.ToTensor(list, operation.Function.Keras3!.Operands[^1] == "indices" ? DType.Int32 : Beside().DType);
}

/// <summary>Constant tensors as Keras 2 writes them: nested lists of numbers.</summary>
internal static class ConstantList
{
    public static EagerTensor ToTensor(object?[] list, DType dtype)
    {
        var (sizes, values) = (new List<long>(), new List<double>());
        for (object? at = list; at is object?[] items; at = items.Length > 0 ? items[0] : null) sizes.Add(items.Length);
        Flatten(list, values);
        return HostTensor.From([.. values], Shape.Create([.. sizes]), dtype);
    }

    private static void Flatten(object?[] items, List<double> values)
    {
        foreach (object? item in items)
            if (item is object?[] inner) Flatten(inner, values);
            else values.Add(Convert.ToDouble(item, CultureInfo.InvariantCulture));
    }
}
