namespace Keratin.Operations;

/// <summary>Shapes of handles and of what variables and tables give.</summary>
internal static class VariableShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "VarHandleOp" or "VarIsInitializedOp" or "HashTableV2" or "MutableHashTableV2" or "AnonymousHashTable" or "AnonymousMutableHashTable" or "LookupTableSizeV2" => InferenceHelpers.Scalar,
        "ReadVariableOp" => static c => c.Outputs[0] = c.VariableShape(0),
        "VariableShape" => static c => c.Outputs[0] = [c.VariableShape(0) is { HasRank: true } shape ? shape.Rank : -1],
        "LookupTableFindV2" => static c => c.Outputs[0] = c.Input(1),
        _ => null,
    };
}
