using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Lists of tensors (TensorArrays): made, changed and read. Elements are shared, never copied; only the list itself is.</summary>
internal static class ListKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "EmptyTensorList" => new ObjectKernel(static (o, i) => [new TensorList(DTypeOf(o), ShapeOf(i[0]), []).ToTensor()]),
        "TensorListReserve" => new ObjectKernel(static (o, i) => [new TensorList(DTypeOf(o), ShapeOf(i[0]), new EagerTensor?[Count(i[1])]).ToTensor()]),
        "TensorListFromTensor" => new ObjectKernel(static (o, i) => [new TensorList(i[0].DType, ShapeOf(i[1]), Rows(i[0])).ToTensor()]),
        "TensorListPushBack" => On(static (list, o, i) => [list.With([.. list.Elements, Fitting(list, i[1])]).ToTensor()]),
        "TensorListPopBack" => On(PopBack),
        "TensorListPushBackBatch" => new ObjectKernel(PushBackBatch),
        "TensorListGetItem" => On(static (list, o, i) => [list.Get(i[1].Item<int>(), ShapeOf(i[2]))]),
        "TensorListSetItem" => On(SetItem),
        "TensorListLength" => On(static (list, o, i) => [Tensor.Scalar(list.Count)]),
        "TensorListElementShape" => On(static (list, o, i) => [ShapeValue(list.ElementShape, o.Attrs.Type("shape_type"))]),
        "TensorListResize" => On(Resize),
        "TensorListStack" => On(static (list, o, i) => [Stack(list, AllPlaces(list, o), ShapeOf(i[1]))]),
        "TensorListGather" => On(static (list, o, i) => [Stack(list, i[1].ToArray<int>(), ShapeOf(i[2]))]),
        "TensorListScatter" => new ObjectKernel(static (o, i) => [Scatter(new TensorList(i[0].DType, ShapeOf(i[2]), []), i[0], i[1]).ToTensor()]),
        "TensorListScatterV2" => new ObjectKernel(static (o, i) => [Scatter(new TensorList(i[0].DType, ShapeOf(i[2]), new EagerTensor?[Math.Max(0, i[3].Item<int>())]), i[0], i[1]).ToTensor()]),
        "TensorListScatterIntoExistingList" => On(static (list, o, i) => [Scatter(list, i[1], i[2]).ToTensor()]),
        "TensorListConcatLists" => On(static (list, o, i) => [list.With([.. list.Elements, .. TensorList.From(i[1]).Elements]).ToTensor()]),
        "TensorListConcat" => On(static (list, o, i) => Join(list, o.Attrs.Shape("element_shape"), [])),
        "TensorListConcatV2" => On(static (list, o, i) => Join(list, ShapeOf(i[1]), i[2].ToArray<long>())),
        "TensorListSplit" => new ObjectKernel(Split),
        _ => null,
    };

    /// <summary>What <c>ZerosLike</c> makes of objects: lists of as many zeros, empty strings.</summary>
    public static EagerTensor[] Zeros(Operation operation, EagerTensor[] inputs)
    {
        var zeros = new object[inputs[0].Objects.Length];
        for (int i = 0; i < zeros.Length; i++)
            zeros[i] = inputs[0].Objects[i] switch
            {
                TensorList list => list.With(new EagerTensor?[list.Count]),
                byte[] => Array.Empty<byte>(),
                var other => throw new OpException(operation, $"there is no zero of a {other.GetType().Name}."),
            };
        return [new(inputs[0].DType, inputs[0].Shape, zeros)];
    }

    /// <summary>The sum of lists, element by element (what <c>AddN</c> makes of variants).</summary>
    public static EagerTensor[] Sum(Operation operation, EagerTensor[] inputs)
    {
        var first = TensorList.From(inputs[0]);
        var sums = first.Elements.ToArray();
        foreach (var input in inputs.AsSpan(1))
        {
            var other = TensorList.From(input);
            if (other.Count != sums.Length) throw new OpException(operation, $"lists of {sums.Length} and {other.Count} elements can't be added.");
            for (int i = 0; i < sums.Length; i++)
                if (other.Elements[i] is { } term) sums[i] = sums[i] is { } sum ? Eager.Call("AddV2", [sum, term]) : term;
        }
        return [first.With(sums).ToTensor()];
    }

    private static ObjectKernel On(Func<TensorList, Operation, EagerTensor[], EagerTensor[]> run) => new((operation, inputs) => run(TensorList.From(inputs[0]), operation, inputs));

    private static DType DTypeOf(Operation operation) => operation.Attrs.Type("element_dtype");

    /// <summary>The shape that an input holds; -1 alone says that not even the rank is known.</summary>
    private static Shape ShapeOf(EagerTensor value) => value.Integers() is not { } dims || (value.Rank == 0 && dims is [< 0]) ? Shape.Unknown : Shape.Create(dims);

    private static EagerTensor ShapeValue(Shape shape, DType dtype) =>
        shape.HasRank ? Eager.Integers(shape.ToArray(), dtype) : Eager.Integers([-1], dtype, Shape.Scalar);

    private static int Count(EagerTensor value) =>
        value.Item<int>() is >= 0 and var count ? count : throw new ArgumentException($"A list can't have {value.Item<int>()} elements.");

    private static EagerTensor Fitting(TensorList list, EagerTensor item)
    {
        if (item.DType != list.ElementDType) throw new ArgumentException($"The list holds {list.ElementDType.Name()}; it can't take {item.DType.Name()}.");
        return list.ElementShape.IsCompatibleWith(item.Shape) ? item : throw new ArgumentException($"The list holds elements of the shape {list.ElementShape}; it can't take one of {item.Shape}.");
    }

    private static EagerTensor[] PopBack(TensorList list, Operation operation, EagerTensor[] inputs)
    {
        if (list.Count == 0) throw new OpException(operation, "the list is empty.");
        return [list.With(list.Elements[..^1].ToArray()).ToTensor(), list.Get(list.Count - 1, ShapeOf(inputs[1]))];
    }

    private static EagerTensor[] PushBackBatch(Operation operation, EagerTensor[] inputs)
    {
        var rows = Rows(inputs[1]);
        var lists = inputs[0].Objects.ToArray();
        if (rows.Length != lists.Length) throw new OpException(operation, $"{lists.Length} lists can't take {rows.Length} elements, one each.");
        for (int i = 0; i < lists.Length; i++) lists[i] = (TensorList)lists[i] is var list ? list.With([.. list.Elements, Fitting(list, rows[i])]) : list;
        return [new(DType.Variant, inputs[0].Shape, lists)];
    }

    private static EagerTensor[] SetItem(TensorList list, Operation operation, EagerTensor[] inputs)
    {
        int index = inputs[1].Item<int>();
        bool grows = operation.Attrs.Bool("resize_if_index_out_of_bounds") && index >= list.Count;
        var elements = new EagerTensor?[grows ? index + 1 : list.Count];
        if ((uint)index >= (uint)elements.Length) throw new OpException(operation, $"the list has {list.Count} elements; there is none at {index} to set.");
        list.Elements.CopyTo(elements);
        elements[index] = Fitting(list, inputs[2]);
        return [list.With(elements).ToTensor()];
    }

    private static EagerTensor[] Resize(TensorList list, Operation operation, EagerTensor[] inputs)
    {
        var elements = new EagerTensor?[Count(inputs[1])];
        list.Elements[..Math.Min(list.Count, elements.Length)].CopyTo(elements);
        return [list.With(elements).ToTensor()];
    }

    private static int[] AllPlaces(TensorList list, Operation operation)
    {
        if (operation.Attrs.Int("num_elements") is >= 0 and var expected && expected != list.Count)
            throw new OpException(operation, $"the list has {list.Count} elements; {expected} are expected.");
        return Places(list);
    }

    private static int[] Places(TensorList list)
    {
        int[] places = new int[list.Count];
        for (int i = 0; i < places.Length; i++) places[i] = i;
        return places;
    }

    private static EagerTensor Stack(TensorList list, int[] places, Shape elementShape)
    {
        var common = list.ShapeOfAll(elementShape);
        if (places.Length == 0)
            return common.IsFullyDefined ? Tensor.Zeros(common.Prepend(0), list.ElementDType) : throw new ArgumentException($"The list is empty, and of its elements' shape only {common} is known.");
        return Eager.Call("Pack", Array.ConvertAll(places, place => list.Get(place, common)), ("axis", 0));
    }

    private static TensorList Scatter(TensorList list, EagerTensor tensor, EagerTensor places)
    {
        int[] indices = places.ToArray<int>();
        var rows = Rows(tensor);
        if (indices.Length != rows.Length) throw new ArgumentException($"{rows.Length} elements can't go to {indices.Length} places.");
        int count = list.Count;
        foreach (int index in indices) count = Math.Max(count, index >= 0 ? index + 1 : throw new ArgumentException($"{index} is no place in a list."));
        var elements = new EagerTensor?[count];
        list.Elements.CopyTo(elements);
        for (int i = 0; i < rows.Length; i++) elements[indices[i]] = Fitting(list, rows[i]);
        return list.With(elements);
    }

    private static EagerTensor[] Join(TensorList list, Shape elementShape, long[] leading)
    {
        var parts = Array.ConvertAll(Places(list), place => list.Elements[place] ?? list.Get(place, place < leading.Length && elementShape.Rank > 0 ? elementShape.With(0, leading[place]) : elementShape));
        var lengths = Array.ConvertAll(parts, static part => part.Rank > 0 ? part.Shape[0] : throw new ArgumentException("Scalars can't be joined; stack them."));
        if (parts.Length > 0) return [parts.Length == 1 ? parts[0] : Eager.Call("ConcatV2", [.. parts, Tensor.Scalar(0)]), Tensor.From(lengths)];
        if (!list.ElementShape.TryMerge(elementShape, out var shape) || shape.Rank < 1 || !shape[1..].IsFullyDefined)
            throw new ArgumentException($"The list is empty, and of its elements' shape only {elementShape} is known.");
        return [Tensor.Zeros(shape.With(0, 0), list.ElementDType), Tensor.From(lengths)];
    }

    private static EagerTensor[] Split(Operation operation, EagerTensor[] inputs)
    {
        long[] lengths = inputs[2].ToArray<long>();
        if (inputs[0].Rank == 0) throw new OpException(operation, "a scalar can't be split.");
        long sum = 0;
        foreach (long length in lengths) sum = checked(sum + (length >= 0 ? length : throw new OpException(operation, $"a length of {length} is negative.")));
        if (sum != inputs[0].Shape[0]) throw new OpException(operation, $"lengths that sum to {sum} don't split {inputs[0].Shape[0]} rows.");
        var parts = new EagerTensor?[lengths.Length];
        long start = 0;
        for (int i = 0; i < parts.Length; start += lengths[i++]) parts[i] = Part(inputs[0], start, inputs[0].Shape.With(0, lengths[i]));
        return [new TensorList(inputs[0].DType, ShapeOf(inputs[1]), parts).ToTensor()];
    }

    private static EagerTensor[] Rows(EagerTensor tensor)
    {
        if (tensor.Rank == 0) throw new ArgumentException("A scalar has no rows to make a list of.");
        var rows = new EagerTensor[tensor.Shape[0]];
        var shape = tensor.Shape[1..];
        for (int i = 0; i < rows.Length; i++) rows[i] = Part(tensor, i, shape);
        return rows;
    }

    // A view from some row on.
    private static EagerTensor Part(EagerTensor tensor, long firstRow, Shape shape)
    {
        long start = firstRow * tensor.Shape[1..].ElementCount;
        return tensor.DType.IsObject()
            ? new(tensor.DType, shape, tensor.Objects.Slice(checked((int)start), checked((int)shape.ElementCount)).ToArray())
            : new(tensor.DType, shape, tensor.Buffer, tensor.ByteOffset + (nuint)start * (nuint)tensor.DType.Size());
    }
}
