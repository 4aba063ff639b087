using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Ops that fill the empty rows of sparse tensors, and reduce them to dense ones.</summary>
internal static class SparseRows
{
    /// <summary>Every row without an entry gets the default at its first column.</summary>
    public static EagerTensor[] FillEmpty(Operation operation, EagerTensor[] inputs)
    {
        EagerTensor indices = inputs[0], values = inputs[1];
        long[] all = SparseEntries.Indices(operation, indices, inputs[2]), shape = inputs[2].WholeNumbers();
        int count = (int)indices.Shape[0], rank = shape.Length;
        if (rank == 0) throw new OpException(operation, "a scalar has no rows.");
        int rows = checked((int)shape[0]);
        var byRow = new List<long>[rows];
        for (int i = 0; i < count; i++) (byRow[all[i * rank]] ??= []).Add(i);

        // Number `count` is the default's, appended to the values.
        List<long> from = [], filled = [];
        var map = new long[count];
        var isEmpty = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            isEmpty[row] = byRow[row] is null;
            foreach (long entry in byRow[row] ?? [count])
            {
                if (entry < count) map[entry] = from.Count;
                from.Add(entry);
                for (int j = 0; j < rank; j++) filled.Add(entry < count ? all[entry * rank + j] : j == 0 ? row : 0);
            }
        }
        var extended = Eager.Call("ConcatV2", [values, inputs[3].WithShape([1]), Tensor.Scalar(0)]);
        return
        [
            Tensor.From(filled.ToArray(), [from.Count, rank]),
            Eager.Call("GatherV2", [extended, Tensor.From(from.ToArray()), Tensor.Scalar(0)]),
            Tensor.From(isEmpty), Tensor.From(map),
        ];
    }

    /// <summary>Gradients of values and default: what was sent to each place.</summary>
    public static EagerTensor[] FillEmptyGradient(Operation operation, EagerTensor[] inputs)
    {
        var values = Eager.Call("GatherV2", [inputs[1], inputs[0], Tensor.Scalar(0)]);
        var axis = Tensor.From([0]);
        return [values, Eager.Call("Sub", [Eager.Call("Sum", [inputs[1], axis]), Eager.Call("Sum", [values, axis])])];
    }

    /// <summary>Entries reduced over some axes; the result is dense.</summary>
    public static EagerTensor[] Reduce(Operation operation, EagerTensor[] inputs, string segmentOp)
    {
        long[] shape = inputs[2].WholeNumbers(), indices = SparseEntries.Indices(operation, inputs[0], inputs[2]);
        int rank = shape.Length, count = (int)inputs[0].Shape[0];
        bool keeps = operation.Attrs.Bool("keep_dims");
        var reduced = new bool[rank];
        foreach (long axis in inputs[3].WholeNumbers())
            reduced[axis >= -rank && axis < rank ? Moves.Axis(axis, rank) : throw new OpException(operation, $"axis {axis} is out of range for {rank} axes.")] = true;
        if (inputs[3].Shape.ElementCount == 0) Array.Fill(reduced, true);

        var result = new List<long>();
        long[] kept = (long[])shape.Clone();
        for (int j = 0; j < rank; j++)
        {
            if (reduced[j]) kept[j] = 1;
            if (!reduced[j] || keeps) result.Add(kept[j]);
        }
        long[] strides = Moves.Strides(kept), places = new long[count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < rank; j++) places[i] += reduced[j] ? 0 : indices[i * rank + j] * strides[j];
        long groups = SparseEntries.Product(kept);
        var sums = Eager.Call(segmentOp, [inputs[1], Tensor.From(places), Tensor.Scalar(groups)]);
        // Where nothing is, TensorFlow says zero, whatever the reduction.
        if (segmentOp != "UnsortedSegmentSum")
        {
            var none = new bool[groups];
            Array.Fill(none, true);
            foreach (long place in places) none[place] = false;
            sums = Eager.Call("SelectV2", [Tensor.From(none), Eager.Call("ZerosLike", [sums]), sums]);
        }
        return [sums.WithShape(Shape.Create([.. result]))];
    }
}
