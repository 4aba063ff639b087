using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Unique and its relatives: the different elements, or slices along an axis, in the order of their first occurrence.</summary>
internal static class Unique
{
    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        var x = inputs[0];
        int axis = 0;
        if (operation.Inputs.Length > 1)
        {
            if (inputs[1].Integers() is not { Length: <= 1 } axes) throw new OpException(operation, "axis must be one integer or none.");
            if (axes.Length == 0 && x.Rank != 1) throw new OpException(operation, $"needs an axis for the shape {x.Shape}.");
            if (axes.Length == 1) axis = axes[0] >= -x.Rank && axes[0] < x.Rank ? Moves.Axis(axes[0], x.Rank) : throw new OpException(operation, $"axis {axes[0]} is out of range for the shape {x.Shape}.");
        }
        else if (x.Rank != 1) throw new OpException(operation, $"takes a vector; the shape is {x.Shape}.");

        var rows = Rows.Of(axis == 0 ? x : AxisFirst(x, axis));
        int count = checked((int)x.Shape[axis]);
        var numbers = new Dictionary<int, int>(rows);
        List<long> first = [], counts = [];
        var places = new long[count];
        for (int i = 0; i < count; i++)
        {
            if (numbers.TryAdd(i, first.Count))
            {
                first.Add(i);
                counts.Add(0);
            }
            places[i] = numbers.TryGetValue(i, out int number) ? number : first.Count - 1;
            counts[(int)places[i]]++;
        }
        var outType = operation.Attrs.Type("out_idx");
        var y = Eager.Call("GatherV2", [x, Tensor.From(first.ToArray()), Tensor.Scalar(axis)]);
        return operation.Op.Outputs.Length == 3
            ? [y, Eager.Integers(places, outType), Eager.Integers(counts.ToArray(), outType)]
            : [y, Eager.Integers(places, outType)];
    }

    /// <summary>ListDiff: the elements of x that are not in y, and where they were.</summary>
    public static EagerTensor[] Difference(Operation operation, EagerTensor[] inputs)
    {
        if (inputs[0].Rank != 1 || inputs[1].Rank != 1) throw new OpException(operation, $"takes two vectors; the shapes are {inputs[0].Shape} and {inputs[1].Shape}.");
        int excluded = checked((int)inputs[1].Shape[0]), count = checked((int)inputs[0].Shape[0]);
        var unwanted = new HashSet<int>(Rows.Of(Eager.Call("ConcatV2", [inputs[1], inputs[0], Tensor.Scalar(0)])));
        for (int i = 0; i < excluded; i++) unwanted.Add(i);
        var kept = new List<long>();
        for (int i = 0; i < count; i++)
            if (!unwanted.Contains(excluded + i)) kept.Add(i);
        long[] places = kept.ToArray();
        return [Eager.Call("GatherV2", [inputs[0], Tensor.From(places), Tensor.Scalar(0)]), Eager.Integers(places, operation.Attrs.Type("out_idx"))];
    }

    private static EagerTensor AxisFirst(EagerTensor x, int axis)
    {
        var permutation = new List<int> { axis };
        for (int i = 0; i < x.Rank; i++) if (i != axis) permutation.Add(i);
        return Eager.Call("Transpose", [x, Tensor.From(permutation.ToArray())]);
    }
}
