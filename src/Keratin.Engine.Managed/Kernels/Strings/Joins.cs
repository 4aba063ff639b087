using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>StringJoin, ReduceJoin and UnsortedSegmentJoin: strings put together, with a separator between them.</summary>
internal static class Joins
{
    public static EagerTensor[] StringJoin(Operation operation, EagerTensor[] inputs)
    {
        byte[] separator = operation.Attrs["separator"].Bytes;
        var shape = Shape.Scalar;
        foreach (var input in inputs)
        {
            if (input.Rank == 0) continue;
            if (shape.Rank > 0 && shape != input.Shape) throw new OpException(operation, $"shapes {shape} and {input.Shape} differ; they must be equal, or scalars.");
            shape = input.Shape;
        }
        var joined = new byte[shape.ElementCount][];
        var parts = new object[inputs.Length];
        for (int i = 0; i < joined.Length; i++)
        {
            for (int j = 0; j < parts.Length; j++) parts[j] = inputs[j].Objects[inputs[j].Rank == 0 ? 0 : i];
            joined[i] = Text.Join(parts, separator);
        }
        return [Text.Of(shape, joined)];
    }

    public static EagerTensor[] ReduceJoin(Operation operation, EagerTensor[] inputs)
    {
        var x = inputs[0];
        long[] given = inputs[1].WholeNumbers();
        // The axes reduced go to the end, in the order given: that is the order in which their elements are joined.
        List<int> reduced = [], kept = [];
        foreach (long axis in given)
        {
            if (axis < -x.Rank || axis >= x.Rank) throw new OpException(operation, $"axis {axis} is out of range for the shape {x.Shape}.");
            if (reduced.Contains(Moves.Axis(axis, x.Rank))) throw new OpException(operation, $"axis {axis} was given twice.");
            reduced.Add(Moves.Axis(axis, x.Rank));
        }
        // Without axes nothing is joined.
        if (given.Length == 0) return [x.WithShape(x.Shape)];
        List<long> dims = [], result = [];
        for (int i = 0; i < x.Rank; i++)
        {
            bool isReduced = reduced.Contains(i);
            if (!isReduced)
            {
                kept.Add(i);
                dims.Add(x.Shape[i]);
            }
            if (!isReduced || operation.Attrs.Bool("keep_dims")) result.Add(isReduced ? 1 : x.Shape[i]);
        }
        var moved = Eager.Call("Transpose", [x, Tensor.From([.. kept, .. reduced])]);
        long count = Shape.Create([.. dims]).ElementCount;
        int each = 1;
        foreach (int axis in reduced) each = checked(each * (int)x.Shape[axis]);
        byte[] separator = operation.Attrs["separator"].Bytes;
        var joined = new byte[count][];
        for (int i = 0; i < joined.Length; i++) joined[i] = Text.Join(moved.Objects.Slice(i * each, each), separator);
        return [Text.Of(Shape.Create([.. result]), joined)];
    }

    public static EagerTensor[] UnsortedSegmentJoin(Operation operation, EagerTensor[] inputs)
    {
        EagerTensor x = inputs[0], ids = inputs[1];
        if (inputs[2].Integers() is not [>= 0 and var segments]) throw new OpException(operation, "num_segments must be 0 or more.");
        if (ids.Rank > x.Rank || x.Shape[..ids.Rank] != ids.Shape) throw new OpException(operation, $"segment_ids of shape {ids.Shape} must match the front of the shape {x.Shape}.");
        var inner = x.Shape[ids.Rank..];
        int each = checked((int)inner.ElementCount);
        var members = new List<object>[checked(segments * each)];
        for (int i = 0; i < members.Length; i++) members[i] = [];
        long[] numbers = ids.WholeNumbers();
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] < 0) continue;
            if (numbers[i] >= segments) throw new OpException(operation, $"segment id {numbers[i]} (number {i}) is not below num_segments = {segments}.");
            for (int j = 0; j < each; j++) members[numbers[i] * each + j].Add(x.Objects[i * each + j]);
        }
        byte[] separator = operation.Attrs["separator"].Bytes;
        return [Text.Of(inner.Prepend(segments), Array.ConvertAll(members, parts => Text.Join(parts.ToArray(), separator)))];
    }
}
