namespace Keratin.Engines.Managed.Planning;

/// <summary>
/// Moves updates of variables, and the small steps that they need, to where they can run first: an optimizer's step then finds its gradient in
/// the cache, and the next gradient takes over the memory.
/// </summary>
internal static class EarlyUpdates
{
    /// <summary>Values of so few elements cost nothing to keep.</summary>
    private const long Few = 64;

    public static void Run(PlanGraph plan)
    {
        var ordered = new List<PlanNode>(plan.Nodes.Count);
        foreach (var node in plan.Nodes)
        {
            int place = ordered.Count;
            bool early = IsEarly(node);
            // Steps whose results are kept stay in front.
            while (early && place > 0 && !ordered[place - 1].IsInvariant && MayPass(node, ordered[place - 1])) place--;
            // Among themselves they keep their order.
            while (place < ordered.Count && IsEarly(ordered[place])) place++;
            ordered.Insert(place, node);
        }
        plan.Nodes = ordered;
    }

    private static bool Makes(PlanNode node, Storage memory) => Array.Exists(node.Outputs, output => output.Storage.Root == memory) || node.Writes(memory);

    private static bool IsEarly(PlanNode node) => !node.IsInvariant && (node.WritesVariables || IsSmall(node));

    private static bool IsSmall(PlanNode node) => !node.HasEffect && Array.TrueForAll(node.Inputs, IsSmall) && Array.TrueForAll(node.Outputs, IsSmall);

    private static bool IsSmall(PlanValue value) => value.Shape.ElementCount <= Few;

    /// <summary>Whether a step may run before the one that stands before it.</summary>
    private static bool MayPass(PlanNode node, PlanNode before)
    {
        foreach (var input in node.Inputs)
            if (Makes(before, input.Storage.Root)) return false;
        foreach (var output in before.Outputs)
            if (Makes(node, output.Storage.Root)) return false;
        foreach (var input in before.Inputs)
            if (Makes(node, input.Storage.Root)) return false;
        return true;
    }
}
