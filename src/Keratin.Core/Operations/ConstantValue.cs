using Keratin.Graphs;

namespace Keratin.Operations;

/// <summary>Values that are known while a graph is still being traced: constants, and shapes computed from known shapes.</summary>
internal static class ConstantValue
{
    // Shape arithmetic is short; this bounds the walk through graphs that are not.
    private const int MaxDepth = 32;

    /// <summary>The value of a constant, or null.</summary>
    public static EagerTensor? Of(Tensor tensor) => tensor switch
    {
        EagerTensor eager => eager,
        SymbolicTensor { Node: { Op.Name: "Const" } node } => node.Attrs["value"].Tensor,
        SymbolicTensor { DType: DType.Resource } symbol => symbol.Graph.CapturedAs(symbol) is { } outside ? Of(outside) : null,
        SymbolicTensor symbol when symbol.DType is DType.Int32 or DType.Int64 && symbol.Rank is 0 or 1 && Elements(symbol, 0) is { } elements && Array.TrueForAll(elements, symbol.DType == DType.Int32 ? IsInt32 : IsKnown) =>
            Make(elements, symbol),
        _ => null,
    };

    /// <summary>An integer vector read as a shape, -1 where an element is unknown.</summary>
    public static Shape AsShape(Tensor tensor)
    {
        if (Elements(tensor, 0) is not { } elements) return tensor.Shape is { Rank: 1, IsFullyDefined: true } shape ? Shape.UnknownOfRank((int)shape[0]) : Shape.Unknown;
        var dims = new long[elements.Length];
        for (int i = 0; i < dims.Length; i++) dims[i] = Math.Max(elements[i] ?? -1, -1);
        return Shape.Create(dims);
    }

    /// <summary>The elements of a small integer tensor, null where unknown; null if not even their number is known.</summary>
    private static long?[]? Elements(Tensor tensor, int depth)
    {
        if (tensor is EagerTensor eager) return Integers(eager);
        if (depth > MaxDepth || tensor is not SymbolicTensor symbol) return null;
        var inputs = symbol.Node.Inputs;
        switch (symbol.Node.Op.Name)
        {
            case "Const": return Integers(symbol.Node.Attrs["value"].Tensor);
            case "Shape": return inputs[0].Shape.HasRank ? Array.ConvertAll(inputs[0].Shape.ToArray(), static dim => dim < 0 ? null : (long?)dim) : null;
            case "Size": return inputs[0].Shape.IsFullyDefined ? [inputs[0].Shape.ElementCount] : [null];
            case "Rank": return inputs[0].Shape.HasRank ? [inputs[0].Shape.Rank] : [null];
            case "Cast" or "Identity" or "StopGradient" or "EnsureShape": return Elements(inputs[0], depth + 1);
            case "Pack" when symbol.Rank == 1: return Join(inputs, depth);
            case "ConcatV2": return Join(inputs.AsSpan(0, inputs.Length - 1), depth);
            case "ExpandDims" or "Reshape" or "Squeeze" when symbol.Rank <= 1: return Elements(inputs[0], depth + 1);
            case "StridedSlice" when symbol.Rank <= 1: return StridedSlice(symbol.Node, depth);
            case "Slice": return Slice(symbol.Node, depth);
            case "Gather" or "GatherV2": return Gather(inputs, symbol, depth);
            case "Unpack": return Elements(inputs[0], depth + 1) is { } unpacked && inputs[0].Rank == 1 && symbol.Index < unpacked.Length ? [unpacked[symbol.Index]] : null;
            case "Prod" when symbol.Rank == 0: return [Product(Elements(inputs[0], depth + 1))];
            case "Neg": return Elements(inputs[0], depth + 1) is { } negated ? Array.ConvertAll(negated, static e => -e) : null;
            case "AddV2" or "Add": return Zip(inputs, depth, static (a, b) => checked(a + b));
            case "Sub": return Zip(inputs, depth, static (a, b) => checked(a - b));
            case "Mul": return Zip(inputs, depth, static (a, b) => checked(a * b));
            case "FloorDiv": return Zip(inputs, depth, static (a, b) => b == 0 ? null : a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0));
            case "FloorMod": return Zip(inputs, depth, static (a, b) => b == 0 ? null : (a % b + b) % b);
            case "Maximum": return Zip(inputs, depth, static (a, b) => Math.Max(a, b));
            case "Minimum": return Zip(inputs, depth, static (a, b) => Math.Min(a, b));
            default: return null;
        }
    }

    private static long?[]? Join(ReadOnlySpan<Tensor> parts, int depth)
    {
        var all = new List<long?>();
        foreach (var part in parts)
        {
            if (Elements(part, depth + 1) is { } elements) all.AddRange(elements);
            else if (part.Shape.IsFullyDefined && part.Rank <= 1) for (long i = part.Shape.ElementCount; i > 0; i--) all.Add(null);
            else return null;
        }
        return [.. all];
    }

    private static long?[]? StridedSlice(Node node, int depth)
    {
        if (Elements(node.Inputs[0], depth + 1) is not { } elements || node.Inputs[0].Rank != 1) return null;
        if (Whole(node.Inputs[1]) is not { } begin || Whole(node.Inputs[2]) is not { } end || Whole(node.Inputs[3]) is not { } strides) return null;
        var slice = StridedSliceGeometry.Of([elements.Length], begin, end, strides, begin.Length, node.Attrs);
        var taken = new long?[slice.Count[0]];
        for (int i = 0; i < taken.Length; i++) taken[i] = elements[slice.Begin[0] + i * slice.Stride[0]];
        return taken;
    }

    private static long?[]? Slice(Node node, int depth)
    {
        if (Elements(node.Inputs[0], depth + 1) is not { } elements || Whole(node.Inputs[1]) is not [var begin] || Whole(node.Inputs[2]) is not [var size]) return null;
        long end = size < 0 ? elements.Length : begin + size;
        return begin >= 0 && end <= elements.Length && begin <= end ? elements[(int)begin..(int)end] : null;
    }

    private static long?[]? Gather(Tensor[] inputs, Tensor result, int depth)
    {
        if (inputs[0].Rank != 1 || result.Rank is not (0 or 1) || Elements(inputs[0], depth + 1) is not { } elements || Whole(inputs[1]) is not { } indices) return null;
        var taken = new long?[indices.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)elements.Length) return null;
            taken[i] = elements[indices[i]];
        }
        return taken;
    }

    private static long[]? Whole(Tensor tensor) => Of(tensor)?.Integers();

    private static long?[]? Zip(Tensor[] inputs, int depth, Func<long, long, long?> combine)
    {
        if (Elements(inputs[0], depth + 1) is not { } left || Elements(inputs[1], depth + 1) is not { } right) return null;
        if (left.Length != right.Length && left.Length != 1 && right.Length != 1) return null;
        var result = new long?[left.Length == 1 ? right.Length : left.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = left[left.Length == 1 ? 0 : i] is { } a && right[right.Length == 1 ? 0 : i] is { } b ? Bounded(combine, a, b) : null;
        return result;
    }

    // What exceeds the width of the elements is left to the op itself.
    private static long? Bounded(Func<long, long, long?> combine, long a, long b)
    {
        try { return combine(a, b); }
        catch (OverflowException) { return null; }
    }

    private static long? Product(long?[]? elements)
    {
        if (elements is null) return null;
        long product = 1;
        foreach (var element in elements)
        {
            if (element is not { } factor) return null;
            if (Math.BigMul(product, factor, out long low) != low >> 63) return null;
            product = low;
        }
        return product;
    }

    private static long?[]? Integers(EagerTensor? tensor)
    {
        if (tensor is not { Rank: 0 or 1, DType: DType.Int32 or DType.Int64 }) return null;
        return Array.ConvertAll(tensor.Integers()!, static i => (long?)i);
    }

    private static bool IsKnown(long? element) => element is not null;

    private static bool IsInt32(long? element) => element is >= int.MinValue and <= int.MaxValue;

    private static EagerTensor Make(long?[] elements, Tensor like) => like.DType == DType.Int64
        ? Tensor.From(Array.ConvertAll(elements, static e => e!.Value), like.Rank == 0 ? Shape.Scalar : [elements.Length])
        : Tensor.From(Array.ConvertAll(elements, static e => (int)e!.Value), like.Rank == 0 ? Shape.Scalar : [elements.Length]);
}
