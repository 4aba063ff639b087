namespace Keratin.Operations;

/// <summary>Shapes of constants, of reshaped and newly made tensors, and of ops that leave the shape as it is.</summary>
internal static class ArrayShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Identity" or "Snapshot" or "StopGradient" or "PreventGradient" or "DebugGradientIdentity" or "GuaranteeConst" or "Copy" or "CopyHost" or "DeepCopy"
            or "ZerosLike" or "OnesLike" => InferenceHelpers.SameAsFirst,
        "IdentityN" or "ShapeN" => static c =>
        {
            for (int i = 0; i < c.Outputs.Length; i++) c.Outputs[i] = c.Operation.Op.Name == "IdentityN" ? c.Input(i) : RankAsShape(c.Input(i));
        },
        "Const" => static c => c.Outputs[0] = c.Attrs["value"].Tensor.Shape,
        "Placeholder" => static c => c.Outputs[0] = c.Attrs.Shape("shape"),
        "PlaceholderWithDefault" => static c => c.Outputs[0] = c.Merge(c.Attrs.Shape("shape"), c.Input(0)),
        "EnsureShape" => static c => c.Outputs[0] = c.Merge(c.Input(0), c.Attrs.Shape("shape")),
        "Shape" => static c => c.Outputs[0] = RankAsShape(c.Input(0)),
        "Size" or "Rank" => InferenceHelpers.Scalar,
        "Reshape" => Reshape,
        "Squeeze" => Squeeze,
        "ExpandDims" => ExpandDims,
        "Bitcast" => Bitcast,
        "Fill" => static c =>
        {
            c.Ranked(1, 0);
            c.Outputs[0] = Dimensions(c, 0);
        },
        "Empty" => static c => c.Outputs[0] = Dimensions(c, 0),
        "Range" => Range,
        "LinSpace" => static c =>
        {
            c.Ranked(0, 0);
            c.Ranked(1, 0);
            c.Outputs[0] = c.Integer(2) is { } count ? (count > 0 ? [count] : throw c.Error($"num must be positive; it is {count}.")) : [-1];
        },
        "OneHot" => OneHot,
        _ => null,
    };

    private static Shape RankAsShape(Shape shape) => [shape.HasRank ? shape.Rank : -1];

    /// <summary>An input that holds sizes, all of which must be 0 or more.</summary>
    internal static Shape Dimensions(InferenceContext c, int input)
    {
        if (c.Integers(input) is not { } dims) return c.ShapeValue(input);
        foreach (long dim in dims)
            if (dim < 0) throw c.Error($"sizes must be 0 or more; {dim} was given.");
        return Shape.Create(dims);
    }

    private static void Reshape(InferenceContext c)
    {
        var input = c.Input(0);
        bool exact = c.Constant(1) is not null;
        var shape = exact ? Shape.Unknown : c.ShapeValue(1);
        if (!exact && !shape.HasRank) return;
        long[] wanted = exact ? c.Integers(1)! : shape.ToArray();
        int free = -1;
        long known = 1;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] < -1) throw c.Error($"size {wanted[i]} is negative.");
            if (wanted[i] >= 0) known = Multiply(c, known, wanted[i]);
            else if (free < 0) free = i;
            else if (exact) throw c.Error("only one size may be -1.");
            else { c.Outputs[0] = shape; return; }
        }
        if (input.IsFullyDefined)
        {
            long count = input.ElementCount;
            if (free >= 0)
            {
                if (known == 0 ? count != 0 : count % known != 0) throw c.Error($"{count} elements of shape {input} can't become {Text(wanted)}.");
                wanted[free] = known == 0 ? 0 : count / known;
            }
            else if (known != count) throw c.Error($"{count} elements of shape {input} can't become {Text(wanted)}, which takes {known}.");
        }
        c.Outputs[0] = Shape.Create(wanted);
    }

    private static string Text(long[] dims) => Shape.Create(dims).ToString().Replace("None", "-1", StringComparison.Ordinal);

    private static long Multiply(InferenceContext c, long left, long right)
    {
        try { return checked(left * right); }
        catch (OverflowException) { throw c.Error($"the sizes multiply to more than 2^63 elements."); }
    }

    private static void Squeeze(InferenceContext c)
    {
        var input = c.Input(0);
        long[] asked = c.Attrs.Ints("squeeze_dims");
        if (!input.HasRank) return;
        var removed = new bool[input.Rank];
        foreach (long axis in asked)
        {
            int at = c.Axis(axis, input.Rank);
            if (input[at] is not (1 or -1)) throw c.Error($"axis {axis} of shape {input} has size {input[at]} and can't be removed.");
            removed[at] = true;
        }
        if (asked.Length == 0)
        {
            // An unknown size may be 1: then not even the rank of the result is known.
            if (!input.IsFullyDefined) return;
            for (int i = 0; i < removed.Length; i++) removed[i] = input[i] == 1;
        }
        var kept = new List<long>();
        for (int i = 0; i < removed.Length; i++) if (!removed[i]) kept.Add(input[i]);
        c.Outputs[0] = Shape.Create([.. kept]);
    }

    private static void ExpandDims(InferenceContext c)
    {
        var input = c.Input(0);
        if (!input.HasRank) return;
        if (c.Integer(1) is not { } axis)
        {
            c.Outputs[0] = Shape.UnknownOfRank(input.Rank + 1);
            return;
        }
        int at = c.Axis(axis, input.Rank + 1);
        c.Outputs[0] = [.. input.Dims[..at], 1, .. input.Dims[at..]];
    }

    private static void Bitcast(InferenceContext c)
    {
        var input = c.Input(0);
        if (!input.HasRank) return;
        int from = c.Operation.Inputs[0].DType.Size(), to = c.Attrs.Type("type").Size();
        if (from == 0 || to == 0) throw c.Error("only numbers have bits to reinterpret.");
        if (from == to) c.Outputs[0] = input;
        else if (from > to) c.Outputs[0] = input.Append(from / to);
        else if (input.Rank > 0 && (input[^1] < 0 || input[^1] == to / from)) c.Outputs[0] = input[..^1];
        else throw c.Error($"the last axis of shape {input} must have size {to / from}, to become one {c.Attrs.Type("type").Name()}.");
    }

    private static void Range(InferenceContext c)
    {
        c.Ranked(0, 0);
        c.Ranked(1, 0);
        c.Ranked(2, 0);
        c.Outputs[0] = c.Constant(0) is { } start && c.Constant(1) is { } limit && c.Constant(2) is { } delta ? [RangeCount(c, start, limit, delta)] : [-1];
    }

    private static long RangeCount(InferenceContext c, EagerTensor start, EagerTensor limit, EagerTensor delta)
    {
        if (start.Integers() is [var from] && limit.Integers() is [var to] && delta.Integers() is [var by])
        {
            if (by == 0) throw c.Error("delta is 0.");
            if (by > 0 ? from > to : from < to) throw c.Error($"the range from {from} to {to} does not go in the direction of delta {by}.");
            Int128 span = Int128.Abs((Int128)to - from), step = Int128.Abs(by);
            return checked((long)((span + step - 1) / step));
        }
        double first = Real(c, start), last = Real(c, limit), stride = Real(c, delta);
        if (stride == 0) throw c.Error("delta is 0.");
        if (stride > 0 ? first > last : first < last) throw c.Error($"the range from {first} to {last} does not go in the direction of delta {stride}.");
        // As wide as the elements: rounding decides whether the last one still belongs to it.
        double quotient = start.DType == DType.Float64 ? (last - first) / stride : ((float)last - (float)first) / (float)stride;
        double count = Math.Ceiling(Math.Abs(quotient));
        return count < long.MaxValue ? (long)count : throw c.Error("the range has more than 2^63 elements.");
    }

    private static double Real(InferenceContext c, EagerTensor scalar) => scalar.DType switch
    {
        DType.Float32 => scalar.Item<float>(),
        DType.Float64 => scalar.Item<double>(),
        DType.Half => (double)scalar.Item<Half>(),
        DType.BFloat16 => scalar.Item<BFloat16>(),
        _ => throw c.Error($"there are no ranges of {scalar.DType.Name()}."),
    };

    private static void OneHot(InferenceContext c)
    {
        var input = c.Input(0);
        if (!input.HasRank) return;
        c.Ranked(2, 0);
        c.Ranked(3, 0);
        long depth = c.Integer(1) ?? -1;
        if (c.Constant(1) is not null && depth < 0) throw c.Error($"depth must be 0 or more; it is {depth}.");
        long axis = c.Attrs.Int("axis");
        int at = axis == -1 ? input.Rank : c.Axis(axis, input.Rank + 1);
        c.Outputs[0] = [.. input.Dims[..at], depth, .. input.Dims[at..]];
    }
}
