using Keratin.Engines.Managed.Kernels;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>
/// TensorLists while a graph is unfolded: which value each element is, is known then as long as indices are. No list is left in the plan.
/// </summary>
internal sealed class TensorLists(PlanGraph plan)
{
    /// <summary>The outputs of a node that makes, changes or reads lists; null if something about them is not known.</summary>
    public PlanValue[]? Visit(Node node, PlanValue[] inputs)
    {
        DType dtype = node.Op.Name is "TensorListFromTensor" or "TensorListScatterV2" ? inputs[0].DType : node.Attrs.TryGet("element_dtype", out var type) ? type.Type : DType.Invalid;
        if (dtype.IsObject()) return null;
        return node.Op.Name switch
        {
            "EmptyTensorList" => [List(dtype, ShapeOf(inputs[0]), [])],
            "TensorListReserve" => Integer(inputs[1]) is { } count ? [List(dtype, ShapeOf(inputs[0]), new PlanValue?[count])] : null,
            "TensorListFromTensor" => [List(dtype, ShapeOf(inputs[1]), Unpack(inputs[0]))],
            "TensorListScatterV2" => Scatter(inputs, dtype),
            _ => inputs[0] is { Elements: not null } list ? Visit(node, list, inputs) : null,
        };
    }

    private PlanValue[]? Visit(Node node, PlanValue list, PlanValue[] inputs)
    {
        var elements = list.Elements!;
        switch (node.Op.Name)
        {
            case "TensorListLength": return [PlanValue.Known(Tensor.Scalar(elements.Length))];
            case "TensorListElementShape": return [PlanValue.Known(ShapeValue(list.ElementShape, node.Outputs[0].DType))];
            case "ZerosLike": return [list.WithElements(new PlanValue?[elements.Length])];
            case "AddN": return Sum(list, inputs) is { } sum ? [sum] : null;
            case "TensorListConcatLists": return inputs[1].Elements is { } others ? [list.WithElements([.. elements, .. others])] : null;
            case "TensorListScatterIntoExistingList": return inputs[2].Constant?.Integers() is { } places ? [Replaced(list, places, Unpack(inputs[1]))] : null;
            case "TensorListPushBack": return [list.WithElements([.. elements, inputs[1]])];
            case "TensorListPopBack": return elements.Length > 0 && Element(list, elements.Length - 1, inputs[1]) is { } last ? [list.WithElements(elements[..^1]), last] : null;
            case "TensorListGetItem": return Integer(inputs[1]) is { } index && Element(list, index, inputs[2]) is { } item ? [item] : null;
            case "TensorListSetItem": return Integer(inputs[1]) is { } place && place < elements.Length ? [Replaced(list, [place], [inputs[2]])] : null;
            case "TensorListResize" when Integer(inputs[1]) is { } size:
                var resized = new PlanValue?[size];
                Array.Copy(elements, resized, Math.Min(size, elements.Length));
                return [list.WithElements(resized)];
            case "TensorListStack": return Pack(list, [.. Enumerable.Range(0, elements.Length)], inputs[1]) is { } stacked ? [stacked] : null;
            case "TensorListGather" when inputs[1].Constant?.Integers() is { } indices:
                return Pack(list, Array.ConvertAll(indices, static index => checked((int)index)), inputs[2]) is { } gathered ? [gathered] : null;
            default: return null;
        }
    }

    private static PlanValue List(DType dtype, Shape elementShape, PlanValue?[] elements) =>
        new(DType.Variant, Shape.Scalar, new Storage()) { Elements = elements, ElementDType = dtype, ElementShape = elementShape };

    private static PlanValue Replaced(PlanValue list, long[] places, PlanValue[] items)
    {
        var elements = (PlanValue?[])list.Elements!.Clone();
        for (int i = 0; i < places.Length; i++) elements[places[i]] = items[i];
        return list.WithElements(elements);
    }

    private PlanValue? Sum(PlanValue list, PlanValue[] lists)
    {
        var sums = (PlanValue?[])list.Elements!.Clone();
        foreach (var other in lists.AsSpan(1))
        {
            if (other.Elements?.Length != sums.Length) return null;
            for (int i = 0; i < sums.Length; i++)
            {
                if (sums[i] is not { } left || other.Elements[i] is not { } right)
                {
                    sums[i] ??= other.Elements[i];
                    continue;
                }
                sums[i] = PlanValue.Computed(left.DType, left.Shape);
                if (left.Shape != right.Shape || PlanNode.Elementwise("AddV2", [left, right], sums[i]!) is not { } step) return null;
                plan.Nodes.Add(step);
            }
        }
        return list.WithElements(sums);
    }

    private PlanValue[]? Scatter(PlanValue[] inputs, DType dtype)
    {
        if (inputs[1].Constant?.Integers() is not { } indices || Integer(inputs[3], allowUnknown: true) is not { } count) return null;
        foreach (long index in indices) count = Math.Max(count, checked((int)index + 1));
        var elements = new PlanValue?[count];
        var items = Unpack(inputs[0]);
        for (int i = 0; i < indices.Length; i++) elements[indices[i]] = items[i];
        return [List(dtype, ShapeOf(inputs[2]), elements)];
    }

    /// <summary>An element; zeros where none was set. Null if the zeros' shape is not known.</summary>
    private static PlanValue? Element(PlanValue list, int index, PlanValue elementShape)
    {
        if ((uint)index >= (uint)list.Elements!.Length) return null;
        if (list.Elements[index] is { } element) return element;
        if (!list.ElementShape.TryMerge(ShapeOf(elementShape), out var shape)) return null;
        foreach (var other in list.Elements)
            if (other is not null) shape = other.Shape;
        return shape.IsFullyDefined ? PlanValue.Known(Tensor.Zeros(shape, list.ElementDType)) : null;
    }

    private PlanValue[] Unpack(PlanValue tensor)
    {
        var part = tensor.Shape[1..];
        var parts = new PlanValue[tensor.Shape[0]];
        if (parts.Length == 1) parts[0] = tensor.ViewedAs(tensor.DType, part);
        if (parts.Length <= 1) return parts;
        for (int i = 0; i < parts.Length; i++) parts[i] = PlanValue.Computed(tensor.DType, part);
        plan.Nodes.Add(Step("Unpack", ("num", parts.Length), [tensor], parts));
        return parts;
    }

    private PlanValue? Pack(PlanValue list, int[] indices, PlanValue elementShape)
    {
        var items = new PlanValue[indices.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (Element(list, indices[i], elementShape) is not { } item || item.Shape != (i > 0 ? items[0] : item).Shape) return null;
            items[i] = item;
        }
        if (items.Length == 0)
            return list.ElementShape.TryMerge(ShapeOf(elementShape), out var part) && part.IsFullyDefined ? PlanValue.Known(Tensor.Zeros(part.Prepend(0), list.ElementDType)) : null;
        var shape = items[0].Shape.Prepend(items.Length);
        if (items.Length == 1) return items[0].ViewedAs(items[0].DType, shape);
        var packed = PlanValue.Computed(list.ElementDType, shape);
        plan.Nodes.Add(Step("Pack", ("axis", 0), items, [packed]));
        return packed;
    }

    private static PlanNode Step(string op, (string, AttrValue) attr, PlanValue[] inputs, PlanValue[] outputs) =>
        PlanNode.Of(new Operation(OpDef.Get(op), new Attrs(OpDef.Get(op), attr), []), (NumericKernel)KernelRegistry.Find(op)!, inputs, outputs);

    private static int? Integer(PlanValue value, bool allowUnknown = false) =>
        value.Constant?.Integers() is [var number] && (number >= 0 || allowUnknown) && number <= int.MaxValue ? (int)number : null;

    // -1 alone says that nothing is known of the shape, not even its rank.
    private static Shape ShapeOf(PlanValue value) => value.Constant?.Integers() is not { } dims || (value.Shape.Rank == 0 && dims is [< 0]) ? Shape.Unknown : Shape.Create(dims);

    private static EagerTensor ShapeValue(Shape shape, DType dtype)
    {
        long[] dims = shape.HasRank ? shape.ToArray() : [-1];
        Shape own = shape.HasRank ? [dims.Length] : Shape.Scalar;
        return dtype == DType.Int64 ? Tensor.From(dims, own) : Tensor.From(Array.ConvertAll(dims, static dim => (int)dim), own);
    }
}
