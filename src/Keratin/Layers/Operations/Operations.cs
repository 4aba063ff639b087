using Keratin.Activations;

namespace Keratin.Layers;

/// <summary>What the functions of <c>keras.ops</c> compute that are not just an op of the vocabulary.</summary>
internal static class Operations
{
    public static Func<OperationCall, Tensors>? Find(string name) => Arithmetic(name) ?? Activation(name) ?? Reduction(name) ?? Arrangement(name);

    private static Func<OperationCall, Tensors>? Arithmetic(string name) => name switch
    {
        "TrueDivide" or "Divide" => static c => c[0].DType.IsFloating() ? c[0] / c[1] : Ops.Cast(c[0], DType.Float32) / Ops.Cast(c[1], DType.Float32),
        "Matmul" => static c => Ops.BatchMatMulV2(c[0], c[1]),
        "Einsum" => static c => Ops.Einsum(Operands(c), (string)c.Setting("subscripts")!),
        "Round" => static c => Round(c.X, c.Int("decimals")),
        "Log2" => static c => Ops.Log(c.X) / Ops.Log(Scalars.Like(c.X, 2)),
        "Log10" => static c => Ops.Log(c.X) / Ops.Log(Scalars.Like(c.X, 10)),
        "Trunc" => static c => c.X.DType.IsFloating() ? Ops.SelectV2(c.X < Scalars.Like(c.X, 0), Ops.Ceil(c.X), Ops.Floor(c.X)) : c.X,
        "Logaddexp" => static c => LogAddExp(c[0], c[1]),
        "LogicalXor" => static c => Ops.NotEqual(c[0], c[1]),
        "Clip" => static c => Ops.Minimum(Ops.Maximum(c.X, Scalars.Like(c.X, c.Number("x_min"))), Scalars.Like(c.X, c.Number("x_max"))),
        "Cast" => static c => Ops.Cast(c.X, DTypes.Parse((string)c.Setting("dtype")!)),
        "ZerosLike" => static c => OfType(c, Ops.ZerosLike(c.X)),
        "OnesLike" => static c => OfType(c, Ops.OnesLike(c.X)),
        _ => null,
    };

    private static Func<OperationCall, Tensors>? Activation(string name) => name switch
    {
        "Softmax" => static c => ActivationFunctions.Softmax(c.X, c.Int("axis", -1)),
        "LogSoftmax" => static c => ActivationFunctions.LogSoftmax(c.X, c.Int("axis", -1)),
        "Elu" => static c => ActivationFunctions.Elu(c.X, c.Number("alpha", 1)),
        "LeakyRelu" => static c => ActivationFunctions.LeakyRelu(c.X, c.Number("negative_slope", 0.2)),
        "Gelu" => static c => ActivationFunctions.Gelu(c.X, c.Setting("approximate") is not false),
        "Silu" => static c => ActivationFunctions.Silu(c.X),
        "LogSigmoid" => static c => ActivationFunctions.LogSigmoid(c.X),
        "HardSigmoid" => static c => ActivationFunctions.HardSigmoid(c.X),
        "HardSilu" => static c => ActivationFunctions.HardSilu(c.X),
        "OneHot" => static c => Ops.OneHot(c.X, c.Int("num_classes"), c.Setting("dtype") is string dtype ? DTypes.Parse(dtype) : DType.Float32, c.Int("axis", -1)),
        _ => null,
    };

    private static Func<OperationCall, Tensors>? Reduction(string name) => name switch
    {
        "Mean" => static c => Ops.Mean(Floating(c.X), c.Axes(c.X), c.Flag("keepdims")),
        "Sum" => static c => Ops.Sum(c.X, c.Axes(c.X), c.Flag("keepdims")),
        "Max" => static c => Ops.Max(c.X, c.Axes(c.X), c.Flag("keepdims")),
        "Min" => static c => Ops.Min(c.X, c.Axes(c.X), c.Flag("keepdims")),
        "Prod" => static c => Ops.Prod(c.X, c.Axes(c.X), c.Flag("keepdims")),
        "Any" => static c => Ops.Any(Truth(c.X), c.Axes(c.X), c.Flag("keepdims")),
        "All" => static c => Ops.All(Truth(c.X), c.Axes(c.X), c.Flag("keepdims")),
        "Var" => static c => Variance(c),
        "Std" => static c => Ops.Sqrt(Variance(c)),
        "Logsumexp" => static c => LogSumExp(c),
        "Argmax" => static c => Index(c, static (x, axis) => Ops.ArgMax(x, axis, DType.Int32)),
        "Argmin" => static c => Index(c, static (x, axis) => Ops.ArgMin(x, axis, DType.Int32)),
        "Cumsum" => static c => Along(c, static (x, axis) => Ops.Cumsum(x, axis)),
        "Cumprod" => static c => Along(c, static (x, axis) => Ops.Cumprod(x, axis)),
        "TopK" => static c => Ops.TopKV2(c.X, c.Int("k"), c.Setting("sorted") is not false) is var (values, indices) ? (Tensors)new[] { values, indices } : default,
        _ => null,
    };

    private static Func<OperationCall, Tensors>? Arrangement(string name) => name switch
    {
        "Reshape" => static c => Ops.Reshape(c.X, c.Ints("newshape")!),
        "Transpose" => static c => Ops.Transpose(c.X, c.Ints("axes") ?? []),
        "ExpandDims" => static c => ExpandDims(c.X, c.Ints("axis")!),
        "Squeeze" => static c => Ops.Squeeze(c.X, Array.ConvertAll(c.Ints("axis") ?? [], static axis => (long)axis)),
        "Concatenate" => static c => Ops.ConcatV2(c.Inputs.AsSpan(), c.Int("axis")),
        "Stack" => static c => Ops.Pack(c.Inputs.AsSpan(), c.Int("axis")),
        "Split" => static c => Split(c.X, c),
        "Unstack" => static c => Ops.Unpack(c.X, c.Int("num", (int)c.X.Shape[Natural(c.X, c.Int("axis"))]), c.Int("axis")),
        "Flip" => static c => Ops.ReverseV2(c.X, c.Axes(c.X)),
        "Roll" => static c => c.Ints("axis") is { } axes ? Ops.Roll(c.X, c.Ints("shift")!, axes) : Ops.Reshape(Ops.Roll(Flat(c.X), c.Ints("shift")!, new[] { 0 }), Ops.Shape(c.X)),
        "Tile" => static c => Tile(c.X, c.Ints("repeats")!),
        "Repeat" => static c => Repeat(c),
        "BroadcastTo" => static c => Ops.BroadcastTo(c.X, (Tensor)c.Ints("shape")!),
        "Pad" => static c => Pad(c),
        "Take" => static c => Take(c),
        "Slice" => static c => Ops.Slice(c.X, Starts(c), c.Ints("shape")!),
        "GetItem" => static c => PythonIndexing.Get(c.X, c.Given(1)),
        _ => null,
    };

    private static Tensor[] Operands(OperationCall c)
    {
        var operands = new List<Tensor>();
        for (int i = 0; i < c.Count && c.Find(i) is { } operand; i++) operands.Add(operand);
        return c.Inputs.Count > 1 ? c.Inputs.ToArray() : [.. operands];
    }

    private static Tensor Floating(Tensor x) => x.DType.IsFloating() ? x : Ops.Cast(x, DType.Float32);

    private static Tensor Truth(Tensor x) => x.DType == DType.Bool ? x : Ops.Cast(x, DType.Bool);

    private static Tensor OfType(OperationCall c, Tensor result) => c.Setting("dtype") is string dtype ? Ops.Cast(result, DTypes.Parse(dtype)) : result;

    private static Tensor Flat(Tensor x) => Ops.Reshape(x, new[] { -1 });

    private static int Natural(Tensor x, int axis) => axis < 0 ? axis + x.Rank : axis;

    private static Tensor Round(Tensor x, int decimals)
    {
        if (decimals == 0) return Ops.Round(x);
        var factor = Scalars.Like(x, Math.Pow(10, decimals));
        return Ops.Round(x * factor) / factor;
    }

    private static Tensor LogAddExp(Tensor a, Tensor b)
    {
        var delta = a - b;
        return Ops.SelectV2(Ops.IsNan(delta), a + b, Ops.Maximum(a, b) + Ops.Log1p(Ops.Exp(-Ops.Abs(delta))));
    }

    private static Tensor Variance(OperationCall c)
    {
        Tensor x = Floating(c.X), axes = c.Axes(x);
        return Ops.Mean(Ops.Square(x - Ops.Mean(x, axes, keepDims: true)), axes, c.Flag("keepdims"));
    }

    // The largest element is taken out, so that nothing overflows.
    private static Tensor LogSumExp(OperationCall c)
    {
        var axes = c.Axes(c.X);
        var largest = Ops.Max(c.X, axes, keepDims: true);
        largest = Ops.StopGradient(Ops.SelectV2(Ops.IsFinite(largest), largest, Ops.ZerosLike(largest)));
        var result = Ops.Log(Ops.Sum(Ops.Exp(c.X - largest), axes, keepDims: true)) + largest;
        return c.Flag("keepdims") ? result : Ops.Sum(result, axes);
    }

    private static Tensor Index(OperationCall c, Func<Tensor, int, Tensor> index)
    {
        if (c.Ints("axis") is not [var axis]) return index(Flat(c.X), 0);
        var result = index(c.X, axis);
        return c.Flag("keepdims") ? Ops.ExpandDims(result, axis) : result;
    }

    private static Tensor Along(OperationCall c, Func<Tensor, int, Tensor> function) => OfType(c, c.Ints("axis") is [var axis] ? function(c.X, axis) : function(Flat(c.X), 0));

    private static Tensor ExpandDims(Tensor x, AxisList axes)
    {
        foreach (int axis in axes.For(x.Rank + axes.Values.Length)) x = Ops.ExpandDims(x, axis);
        return x;
    }

    private static Tensor[] Split(Tensor x, OperationCall c)
    {
        int axis = c.Int("axis");
        if (c.Setting("indices_or_sections") is long parts) return Ops.Split(x, (int)parts, axis);
        int[] places = c.Ints("indices_or_sections")!;
        var sizes = new int[places.Length + 1];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = (i < places.Length ? places[i] : (int)x.Shape[Natural(x, axis)]) - (i > 0 ? places[i - 1] : 0);
        return Ops.SplitV(x, sizes, axis, sizes.Length);
    }

    // NumPy puts axes before those that are there.
    private static Tensor Tile(Tensor x, int[] repeats)
    {
        while (x.Rank < repeats.Length) x = Ops.ExpandDims(x, 0);
        return Ops.Tile(x, (int[])[.. Enumerable.Repeat(1, x.Rank - repeats.Length), .. repeats]);
    }

    private static Tensor Repeat(OperationCall c)
    {
        var (x, axis) = c.Ints("axis") is [var along] ? (c.X, Natural(c.X, along)) : (Flat(c.X), 0);
        if (c.Ints("repeats") is not [var count]) throw new ArgumentException("Repeat takes one number of repeats.");
        int[] multiples = [.. Enumerable.Repeat(1, x.Rank + 1)];
        multiples[axis + 1] = count;
        var sizes = Ops.Shape(x) * (Tensor)(int[])[.. Enumerable.Range(0, x.Rank).Select(i => i == axis ? count : 1)];
        return Ops.Reshape(Ops.Tile(Ops.ExpandDims(x, axis + 1), multiples), sizes);
    }

    private static Tensor Pad(OperationCall c)
    {
        Tensor widths = Widths(c.Setting("pad_width"), c.X.Rank);
        string mode = c.Setting("mode") as string ?? "constant";
        return mode != "constant" ? Ops.MirrorPad(c.X, widths, mode.ToUpperInvariant()) : c.Find(1) is { } value ? Ops.PadV2(c.X, widths, value) : Ops.Pad(c.X, widths);
    }

    private static Tensor Widths(object? given, int rank)
    {
        var pairs = new int[rank, 2];
        for (int axis = 0; axis < rank; axis++)
            for (int side = 0; side < 2; side++)
            {
                object? entry = given is object?[] entries && entries.Length > 0 && entries[0] is object?[] only ? entries.Length > 1 ? entries[axis] : only : given;
                pairs[axis, side] = checked((int)(long)((entry is object?[] pair ? pair[Math.Min(side, pair.Length - 1)] : entry) ?? 0L));
            }
        return Tensor.From(pairs);
    }

    private static Tensor Take(OperationCall c)
    {
        var (x, axis) = c.Ints("axis") is [var along] ? (c.X, Natural(c.X, along)) : (Flat(c.X), 0);
        var indices = c[1];
        // Negative indices count from the end.
        var size = Ops.Cast(Sizing.Of(x, axis), indices.DType);
        return Ops.GatherV2(x, Ops.SelectV2(indices < Scalars.Like(indices, 0), indices + size, indices), axis);
    }

    private static Tensor Starts(OperationCall c) => c.Given(1) is object?[] starts && Array.TrueForAll(starts, static start => start is long)
        ? Array.ConvertAll(starts, static start => checked((int)(long)start!)) : c[1];
}
