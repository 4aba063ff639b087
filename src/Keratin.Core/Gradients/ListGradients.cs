using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>Gradients of lists of tensors: the gradient of a list is a list of as many gradients.</summary>
internal static class ListGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "EmptyTensorList" or "TensorListReserve" or "TensorListLength" or "TensorListElementShape" => static (o, g) => [],
        "TensorListFromTensor" => static (o, g) => [Ops.TensorListStack(g[0]!, ElementShape(RowShape(o.Inputs[0])), o.Inputs[0].DType), null],
        "TensorListStack" => static (o, g) => [Ops.TensorListFromTensor(g[0]!, ElementShape(RowShape(o.Outputs[0]))), null],
        "TensorListPushBack" => PushBack,
        "TensorListPopBack" => static (o, g) => [Ops.TensorListPushBack(g[0] ?? Ops.ZerosLike(o.Outputs[0]), g[1] ?? Ops.ZerosLike(o.Outputs[1])), null],
        "TensorListGetItem" => GetItem,
        "TensorListSetItem" => SetItem,
        "TensorListResize" => static (o, g) => [Ops.TensorListResize(g[0]!, Ops.TensorListLength(o.Inputs[0])), null],
        "TensorListGather" => static (o, g) => [Ops.TensorListScatterIntoExistingList(Ops.ZerosLike(o.Inputs[0]), g[0]!, o.Inputs[1]), null, null],
        "TensorListScatter" or "TensorListScatterV2" => static (o, g) => [Rows(g[0]!, o.Inputs[1], o.Inputs[0]), null, null, null],
        "TensorListScatterIntoExistingList" => static (o, g) =>
            [Ops.TensorListScatterIntoExistingList(g[0]!, Ops.ZerosLike(o.Inputs[1]), o.Inputs[2]), Rows(g[0]!, o.Inputs[2], o.Inputs[1]), null],
        "TensorListConcat" or "TensorListConcatV2" => static (o, g) => [Ops.TensorListSplit(g[0]!, ElementShape(AnyRows(o.Outputs[0])), o.Outputs[1]), null, null],
        "TensorListSplit" => static (o, g) => [Ops.TensorListConcatV2(g[0]!, ElementShape(AnyRows(o.Inputs[0])), o.Inputs[2], o.Inputs[0].DType).Tensor, null, null],
        _ => null,
    };

    /// <summary>A shape as the list ops take it: -1 for what is not known, and -1 alone if not even the rank is.</summary>
    internal static Tensor ElementShape(Shape shape)
    {
        if (!shape.HasRank) return -1;
        return Tensor.From(shape.ToInt32Array());
    }

    private static Tensor?[] PushBack(Operation o, Tensor?[] g)
    {
        var (list, item) = Ops.TensorListPopBack(g[0]!, ElementShape(o.Inputs[1].Shape), o.Inputs[1].DType);
        return [list, item];
    }

    // The other elements are left open rather than zero: adding up such lists in a loop then costs an element a round, not all of them.
    private static Tensor?[] GetItem(Operation o, Tensor?[] g)
    {
        var open = Ops.TensorListReserve(ElementShape(o.Outputs[0].Shape), Ops.TensorListLength(o.Inputs[0]), o.Outputs[0].DType);
        return [Ops.TensorListSetItem(open, o.Inputs[1], g[0]!), null, null];
    }

    private static Tensor?[] SetItem(Operation o, Tensor?[] g)
    {
        var item = o.Inputs[2];
        return [Ops.TensorListSetItem(g[0]!, o.Inputs[1], Ops.ZerosLike(item)), null, Ops.TensorListGetItem(g[0]!, o.Inputs[1], ElementShape(item.Shape), item.DType)];
    }

    private static Tensor Rows(Tensor list, Tensor indices, Tensor like) => Ops.TensorListGather(list, indices, ElementShape(RowShape(like)), like.DType);

    private static Shape RowShape(Tensor stacked) => stacked.Rank > 0 ? stacked.Shape[1..] : Shape.Unknown;

    private static Shape AnyRows(Tensor joined) => joined.Rank > 0 ? joined.Shape.With(0, -1) : Shape.Unknown;
}
