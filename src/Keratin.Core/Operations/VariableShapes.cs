namespace Keratin.Operations;

/// <summary>Shapes of handles and of what variables and tables give.</summary>
internal static class VariableShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "VarHandleOp" or "VarIsInitializedOp" or "HashTableV2" or "MutableHashTableV2" or "AnonymousHashTable" or "AnonymousMutableHashTable" or "MutableHashTableOfTensorsV2"
            or "MutableDenseHashTableV2" or "AnonymousMutableHashTableOfTensors" or "AnonymousMutableDenseHashTable" or "LookupTableSizeV2" => InferenceHelpers.Scalar,
        "ReadVariableOp" => static c => c.Outputs[0] = c.VariableShape(0),
        "VariableShape" => static c => c.Outputs[0] = [c.VariableShape(0) is { HasRank: true } shape ? shape.Rank : -1],
        "LookupTableFindV2" => static c => c.Outputs[0] = c.Constant(0) is { Objects: [LookupTable table] } ? c.Input(1).Concat(table.ValueShape)
            : c.Input(2).Rank == 0 ? c.Input(1) : Shape.Unknown,
        "LookupTableExportV2" => static c => (c.Outputs[0], c.Outputs[1]) = ([-1], c.Constant(0) is { Objects: [LookupTable table] } ? table.ValueShape.Prepend(-1) : Shape.Unknown),
        _ => null,
    };
}
