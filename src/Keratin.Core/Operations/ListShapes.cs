namespace Keratin.Operations;

/// <summary>Shapes of what lists of tensors give. The list itself is a scalar; what is in it only the ops' own inputs tell.</summary>
internal static class ListShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "EmptyTensorList" or "TensorListReserve" or "TensorListFromTensor" or "TensorListPushBack" or "TensorListSetItem" or "TensorListResize" or "TensorListLength" or "TensorListScatter"
            or "TensorListScatterV2" or "TensorListScatterIntoExistingList" or "TensorListSplit" or "TensorListConcatLists" => InferenceHelpers.Scalar,
        "TensorListPopBack" => static c => (c.Outputs[0], c.Outputs[1]) = (Shape.Scalar, ElementShape(c, 1)),
        "TensorListGetItem" => static c => c.Outputs[0] = ElementShape(c, 2),
        "TensorListStack" => static c => c.Outputs[0] = Stacked(ElementShape(c, 1), c.Attrs.Int("num_elements")),
        "TensorListGather" => static c => c.Outputs[0] = Stacked(ElementShape(c, 2), c.Input(1) is { Rank: 1 } indices ? indices[0] : -1),
        "TensorListConcat" => static c => Joined(c, c.Attrs.Shape("element_shape")),
        "TensorListConcatV2" => static c => Joined(c, ElementShape(c, 1)),
        "TensorListPushBackBatch" => InferenceHelpers.SameAsFirst,
        _ => null,
    };

    /// <summary>An input that holds an element's shape: a vector, or a scalar -1 if not even the rank is known.</summary>
    private static Shape ElementShape(InferenceContext c, int input) => c.Input(input).Rank == 1 ? c.ShapeValue(input) : Shape.Unknown;

    private static Shape Stacked(Shape element, long count) => element.HasRank ? element.Prepend(count) : Shape.Unknown;

    // Along their first axis, where sizes may differ.
    private static void Joined(InferenceContext c, Shape element) =>
        (c.Outputs[0], c.Outputs[1]) = (element.Rank > 0 ? element.With(0, -1) : Shape.Unknown, [-1]);
}
