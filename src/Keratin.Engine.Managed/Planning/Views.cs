using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Finds nodes that, for the shapes at hand, leave all elements where they are: sums over no axis, transpositions of axes of size 1, casts to the same type.</summary>
internal static class Views
{
    /// <summary>The input of which output 0 is a view; null if the node moves or changes elements.</summary>
    public static PlanValue? Source(Node node, PlanValue[] inputs, Shape[] outputs)
    {
        if (outputs.Length != 1 || inputs.Length == 0) return null;
        int source = node.Op.Name switch
        {
            "Cast" => 0,
            "Sum" or "Mean" or "Prod" or "Max" or "Min" or "All" or "Any" or "Slice" or "Pad" or "PadV2" or "Tile" or "BroadcastTo" => 0,
            "StridedSlice" when Array.TrueForAll(Integers(inputs[3]), static stride => stride > 0) => 0,
            "Transpose" when KeepsOrder(inputs[0].Shape, Integers(inputs[1])) => 0,
            "Pack" or "AddN" when inputs.Length == 1 => 0,
            "ConcatV2" when inputs.Length == 2 => 0,
            "Split" => 1,
            "SplitV" or "Unpack" => 0,
            _ => -1,
        };
        if (source < 0) return null;
        var value = inputs[source];
        return value.IsNumeric && value.DType == node.Outputs[0].DType && value.Shape.ElementCount == outputs[0].ElementCount ? value : null;
    }

    // Axes of size 1 may go anywhere.
    private static bool KeepsOrder(Shape shape, long[] permutation)
    {
        long last = -1;
        foreach (long axis in permutation)
        {
            long own = axis < 0 ? axis + shape.Rank : axis;
            if (own >= 0 && own < shape.Rank && shape[(int)own] == 1) continue;
            if (own < last) return false;
            last = own;
        }
        return permutation.Length == shape.Rank;
    }

    // An unknown stride counts as one that turns elements around.
    private static long[] Integers(PlanValue value) => value.Constant?.Integers() ?? [-1];
}
