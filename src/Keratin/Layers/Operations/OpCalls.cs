using Keratin.Operations;

namespace Keratin.Layers;

/// <summary>What an op of the vocabulary, applied to symbols of a Functional model, is among Keras's functions.</summary>
internal static class OpCalls
{
    /// <summary>The call that an op makes; null where Keras has no such function, or where it depends on what isn't constant.</summary>
    public static FunctionCall? Find(OpDef op, Tensor[] inputs, Attrs attrs)
    {
        if (KerasFunctions.OfOp(op.Name) is { } simple) return op.Name == "BiasAdd" && attrs["data_format"].Text == "NCHW" ? null : new(simple, Numbers(inputs), Nothing);
        return op.Name switch
        {
            "MatMul" when !attrs["transpose_a"].Bool && !attrs["transpose_b"].Bool => Call("Matmul", inputs),
            "BatchMatMulV2" or "BatchMatMul" when !attrs["adj_x"].Bool && !attrs["adj_y"].Bool => Call("Matmul", inputs),
            "Mean" when inputs[0].DType.IsFloating() => Reduction("Mean"),
            "Sum" or "Max" or "Min" or "Prod" or "Any" or "All" => Reduction(op.Name),
            "ArgMax" when attrs["output_type"].Type == DType.Int32 => WithAxis("Argmax"),
            "ArgMin" when attrs["output_type"].Type == DType.Int32 => WithAxis("Argmin"),
            "Cumsum" or "Cumprod" when !attrs["exclusive"].Bool && !attrs["reverse"].Bool => WithAxis(op.Name),
            "Softmax" or "LogSoftmax" => Call(op.Name, [inputs[0]], ("axis", -1L)),
            "Elu" => Call("Elu", inputs),
            "LeakyRelu" => Call("LeakyRelu", inputs, ("negative_slope", attrs["alpha"].Float)),
            "Round" => Call("Round", inputs),
            "ZerosLike" or "OnesLike" => Call(op.Name, inputs),
            "Cast" when !attrs["Truncate"].Bool => Call("Cast", inputs, ("dtype", attrs["DstT"].Type.Name())),
            "Reshape" => WithList("Reshape", "newshape"),
            "Transpose" => WithList("Transpose", "axes"),
            "Tile" => WithList("Tile", "repeats"),
            "BroadcastTo" => WithList("BroadcastTo", "shape"),
            "ExpandDims" => WithAxis("ExpandDims"),
            "Squeeze" => Call("Squeeze", inputs, ("axis", Axis(attrs["squeeze_dims"].Ints))),
            "ReverseV2" => Ints(inputs[1]) is { } axes ? Call("Flip", [inputs[0]], ("axis", Axis(axes))) : null,
            "Roll" => Ints(inputs[1]) is { } shift && Ints(inputs[2]) is { } along ? Call("Roll", [inputs[0]], ("shift", Axis(shift)), ("axis", Axis(along))) : null,
            "ConcatV2" => Ints(inputs[^1]) is [var axis] ? Call("Concatenate", [(Tensors)inputs[..^1]], ("axis", axis)) : null,
            "Pack" => Call("Stack", [(Tensors)inputs], ("axis", attrs["axis"].Int)),
            "Unpack" => Call("Unstack", inputs, ("num", attrs["num"].Int), ("axis", attrs["axis"].Int)),
            "Split" => Ints(inputs[0]) is [var axis] ? Call("Split", [inputs[1]], ("indices_or_sections", attrs["num_split"].Int), ("axis", axis)) : null,
            "Pad" => Pad("constant"),
            "MirrorPad" => Pad(attrs["mode"].Text.ToLowerInvariant()),
            "GatherV2" when attrs["batch_dims"].Int == 0 => Ints(inputs[2]) is [var axis] ? Call("Take", inputs[..2], ("axis", axis)) : null,
            "Slice" => Ints(inputs[1]) is { } begin && Ints(inputs[2]) is { } size && !size.Contains(-1) ? Call("Slice", [inputs[0], List(begin)], ("shape", List(size))) : null,
            "StridedSlice" => StridedSlice(inputs, attrs),
            "ClipByValue" when inputs[1] is EagerTensor { Rank: 0 } low && inputs[2] is EagerTensor { Rank: 0 } high => Call("Clip", [inputs[0]], ("x_min", Number(low)), ("x_max", Number(high))),
            "TopKV2" => Ints(inputs[1]) is [var k] ? Call("TopK", [inputs[0]], ("k", k), ("sorted", attrs["sorted"].Bool)) : null,
            "Einsum" => Call("Einsum", inputs, ("subscripts", attrs["equation"].Text)),
            "OneHot" => OneHot(inputs, attrs),
            _ => null,
        };

        FunctionCall? Reduction(string name) => Ints(inputs[1]) is { } axes ? Call(name, [inputs[0]], ("axis", Axes(axes, inputs[0])), ("keepdims", attrs["keep_dims"].Bool)) : null;
        FunctionCall? WithAxis(string name) => Ints(inputs[1]) is [var axis] ? Call(name, [inputs[0]], ("axis", axis)) : null;
        FunctionCall? WithList(string name, string setting) => Ints(inputs[1]) is { } values ? Call(name, [inputs[0]], (setting, List(values))) : null;
        FunctionCall? Pad(string mode) => Ints(inputs[1]) is { } widths
            ? Call("Pad", [inputs[0]], ("pad_width", Array.ConvertAll(widths.Chunk(2).ToArray(), static pair => (object?)List(pair))), ("mode", mode)) : null;
    }

    private static readonly Dictionary<string, object?> Nothing = [];

    private static FunctionCall Call(string name, object?[] operands, params (string Name, object? Value)[] settings) =>
        new(KerasFunctions.OfKeras3(name)!, operands, settings.ToDictionary(static setting => setting.Name, static setting => setting.Value));

    // A constant of no axes is written as a number.
    private static object?[] Numbers(Tensor[] inputs) => Array.ConvertAll(inputs, static input => input is EagerTensor { Rank: 0 } scalar ? Number(scalar) : input);

    private static object Number(EagerTensor scalar) => scalar.DType switch
    {
        DType.Bool => scalar.Item<bool>(),
        DType.Float32 => scalar.Item<float>(),
        var dtype when dtype.IsInteger() => (long)Initializers.HostTensor.ToDoubles(scalar)[0],
        _ => Initializers.HostTensor.ToDoubles(scalar)[0],
    };

    private static long[]? Ints(Tensor tensor) => tensor is EagerTensor { DType: DType.Int32 or DType.Int64 } constant ? constant.Integers() : null;

    private static object?[] List(long[] values) => Array.ConvertAll(values, static value => (object?)value);

    private static object? Axis(long[] axes) => axes.Length switch { 0 => null, 1 => axes[0], _ => List(axes) };

    // All axes in order are none in particular.
    private static object? Axes(long[] axes, Tensor x)
    {
        bool areAll = axes.Length == x.Rank;
        for (int i = 0; i < axes.Length && areAll; i++) areAll = axes[i] == i;
        return areAll ? null : Axis(axes);
    }

    private static FunctionCall? OneHot(Tensor[] inputs, Attrs attrs) =>
        Ints(inputs[1]) is [var depth] && inputs[2] is EagerTensor { Rank: 0 } on && inputs[3] is EagerTensor { Rank: 0 } off
            && Initializers.HostTensor.ToDoubles(on)[0] == 1 && Initializers.HostTensor.ToDoubles(off)[0] == 0
            ? Call("OneHot", [inputs[0]], ("num_classes", depth), ("axis", attrs["axis"].Int), ("dtype", on.DType.Name())) : null;

    private static FunctionCall? StridedSlice(Tensor[] inputs, Attrs attrs)
    {
        if (Ints(inputs[1]) is not { } begin || Ints(inputs[2]) is not { } end || Ints(inputs[3]) is not { } strides) return null;
        var key = new object?[begin.Length];
        for (int i = 0; i < key.Length; i++)
        {
            bool Is(string mask) => (attrs[mask].Int >> i & 1) != 0;
            key[i] = Is("ellipsis_mask") ? Serialization.PythonEllipsis.Value
                : Is("new_axis_mask") ? null
                : Is("shrink_axis_mask") ? begin[i]
                : new Serialization.PythonSlice(Is("begin_mask") ? null : begin[i], Is("end_mask") ? null : end[i], strides[i] == 1 ? null : strides[i]);
        }
        return Call("GetItem", [inputs[0], key]);
    }
}
