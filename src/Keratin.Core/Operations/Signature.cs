namespace Keratin.Operations;

/// <summary>Matches tensors against an op's signature: which dtypes come out, and which attributes the inputs imply.</summary>
public static class Signature
{
    // No op has more outputs of one kind; a larger number is a mistake or an attack.
    private const int MostOutputs = 1 << 16;

    /// <summary>Checks that inputs and attributes fit an op: how many there are, fixed dtypes, dtypes that must agree. Kernels rely on that.</summary>
    /// <exception cref="Engines.OpException">They don't.</exception>
    internal static void Check(OpDef op, ReadOnlySpan<Tensor> inputs, Attrs attrs)
    {
        int[]? counts = Array.Exists(op.Inputs, static arg => arg.IsList) ? InputCounts(op, inputs.Length, attrs) : null;
        int position = 0;
        for (int i = 0; i < op.Inputs.Length; i++)
        {
            var arg = op.Inputs[i];
            int count = counts is null ? 1 : counts[i];
            if (count < 0 || count > inputs.Length - position) throw WrongCount(op, inputs.Length);
            if (arg.NumberAttr is { } number && Number(op, number, inputs, attrs) != count) throw WrongCount(op, inputs.Length);
            for (int j = 0; j < count; j++, position++)
            {
                var expected = arg.TypeListAttr is { } list ? TypeList(op, list, inputs, attrs) is var types && j < types.Length ? types[j] : throw WrongCount(op, inputs.Length)
                    : TypeOf(op, arg, inputs, attrs);
                if (inputs[position].DType != expected)
                    throw new Engines.OpException(op.Name, $"input '{arg.Name}' (number {position}) must be {expected.Name()}; it is {inputs[position].DType.Name()}. Cast it, or give the other inputs the same dtype.");
            }
        }
        if (position != inputs.Length) throw WrongCount(op, inputs.Length);
        foreach (var attr in op.AttrDefs)
            if (attr.AllowedTypes != ~0UL || attr.Minimum is not null) CheckValue(op, attr, inputs, attrs);
    }

    private static void CheckValue(OpDef op, OpAttr attr, ReadOnlySpan<Tensor> inputs, Attrs attrs)
    {
        if (!Given(attrs, attr.Name, out var value) && !Implied(op, attr.Name, inputs, attrs, out value)) return;
        if (attr.Kind == AttrKind.Type && !attr.Allows(value.Type)) throw WrongType(op, attr, value.Type);
        if (attr.Kind == AttrKind.Types)
            foreach (var type in value.Types)
                if (!attr.Allows(type)) throw WrongType(op, attr, type);
        if (attr.Minimum is { } minimum && (attr.Kind == AttrKind.Int ? value.Int : value.List?.LongLength) is { } size && size < minimum)
            throw new Engines.OpException(op.Name, $"{(attr.Kind == AttrKind.Int ? "the attribute" : "the length of the attribute")} '{attr.Name}' must be at least {minimum}; it is {size}.");
    }

    private static Engines.OpException WrongType(OpDef op, OpAttr attr, DType given)
    {
        var allowed = new List<string>();
        for (var type = DType.Float32; type <= DType.UInt2; type++) if (attr.Allows(type)) allowed.Add(type.Name());
        return new(op.Name, $"is not defined for {attr.Name} = {given.Name()}; allowed are {string.Join(", ", allowed)}.");
    }

    private static Engines.OpException WrongCount(OpDef op, int given) =>
        new(op.Name, $"{given} inputs were given, which don't fit its inputs ({string.Join(", ", Array.ConvertAll(op.Inputs, static arg => arg.IsList ? arg.Name + "[]" : arg.Name))}).");

    /// <summary>The dtype of each output, lists flattened.</summary>
    /// <exception cref="ArgumentException">Inputs and attributes don't determine the outputs.</exception>
    public static DType[] OutputTypes(OpDef op, ReadOnlySpan<Tensor> inputs, Attrs attrs)
    {
        // Nearly every op has one plain output: its dtype is fixed or that of a type attribute.
        if (op.Outputs is [{ IsList: false } single]) return [TypeOf(op, single, inputs, attrs)];
        var types = new List<DType>(op.Outputs.Length);
        foreach (var output in op.Outputs)
        {
            if (output.TypeListAttr is { } list) types.AddRange(TypeList(op, list, inputs, attrs));
            else
            {
                var type = TypeOf(op, output, inputs, attrs);
                long count = output.NumberAttr is { } number ? Number(op, number, inputs, attrs) : 1;
                if (count is < 0 or > MostOutputs) throw new ArgumentException($"The attribute '{output.NumberAttr}' of {op.Name} can't be {count}.");
                for (long i = 0; i < count; i++) types.Add(type);
            }
        }
        return [.. types];
    }

    /// <summary>All attributes of a NodeDef, in the definition's order: given, implied by the inputs, or default.</summary>
    public static List<(string Name, AttrValue Value)> Complete(OpDef op, ReadOnlySpan<Tensor> inputs, Attrs attrs)
    {
        var all = new List<(string, AttrValue)>(op.AttrDefs.Length);
        foreach (var attr in op.AttrDefs)
        {
            if (Given(attrs, attr.Name, out var value)) all.Add((attr.Name, value));
            else if (Implied(op, attr.Name, inputs, attrs, out value) || attrs.TryGet(attr.Name, out value)) all.Add((attr.Name, value));
        }
        foreach (var (name, value) in attrs.Given)
            if (op.FindAttr(name) is null) all.Add((name, value));
        return all;
    }

    /// <summary>How many tensors each input argument takes of a flat list of inputs.</summary>
    public static int[] InputCounts(OpDef op, int inputCount, Attrs attrs)
    {
        var counts = new int[op.Inputs.Length];
        int lists = 0, plain = 0;
        foreach (var arg in op.Inputs) { if (arg.IsList) lists++; else plain++; }
        for (int i = 0; i < counts.Length; i++)
        {
            var arg = op.Inputs[i];
            counts[i] = !arg.IsList ? 1
                : lists == 1 ? inputCount - plain
                : arg.NumberAttr is { } number && Given(attrs, number, out var n) ? checked((int)n.Int)
                : arg.TypeListAttr is { } types && Given(attrs, types, out var t) ? t.Types.Length
                : (inputCount - plain) / lists;
        }
        return counts;
    }

    private static DType TypeOf(OpDef op, OpArg arg, ReadOnlySpan<Tensor> inputs, Attrs attrs)
    {
        if (arg.TypeAttr is null) return arg.Type;
        if (Given(attrs, arg.TypeAttr, out var value)) return value.Type;
        if (Implied(op, arg.TypeAttr, inputs, attrs, out value)) return value.Type;
        return attrs[arg.TypeAttr].Type;
    }

    private static DType[] TypeList(OpDef op, string attr, ReadOnlySpan<Tensor> inputs, Attrs attrs) =>
        Given(attrs, attr, out var value) || Implied(op, attr, inputs, attrs, out value) ? value.Types : attrs[attr].Types;

    private static long Number(OpDef op, string attr, ReadOnlySpan<Tensor> inputs, Attrs attrs) =>
        Given(attrs, attr, out var value) || Implied(op, attr, inputs, attrs, out value) ? value.Int : attrs[attr].Int;

    private static bool Given(Attrs attrs, string name, out AttrValue value)
    {
        foreach (var (candidate, given) in attrs.Given)
            if (candidate == name) { value = given; return true; }
        value = default;
        return false;
    }

    /// <summary>A dtype, a list of dtypes or a number that follows from the inputs.</summary>
    private static bool Implied(OpDef op, string attr, ReadOnlySpan<Tensor> inputs, Attrs attrs, out AttrValue value)
    {
        value = default;
        int[]? counts = null;
        int position = 0;
        for (int i = 0; i < op.Inputs.Length; i++)
        {
            var arg = op.Inputs[i];
            bool named = arg.TypeAttr == attr || arg.NumberAttr == attr || arg.TypeListAttr == attr;
            int count = arg.IsList ? (counts ??= InputCounts(op, inputs.Length, attrs))[i] : 1;
            if (named && position + count <= inputs.Length)
            {
                if (arg.NumberAttr == attr) { value = count; return true; }
                if (arg.TypeListAttr == attr)
                {
                    var types = new DType[count];
                    for (int j = 0; j < count; j++) types[j] = inputs[position + j].DType;
                    value = types;
                    return true;
                }
                if (count > 0) { value = inputs[position].DType; return true; }
            }
            position += count;
        }
        return false;
    }
}
