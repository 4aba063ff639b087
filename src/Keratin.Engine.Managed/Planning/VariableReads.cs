namespace Keratin.Engines.Managed.Planning;

/// <summary>
/// Lets steps read variables where they are. A read is a copy as long as the variable may be written while the value read is still needed;
/// otherwise the copy goes away and its value becomes the variable's own memory.
/// </summary>
internal static class VariableReads
{
    public static void Run(PlanGraph plan)
    {
        var nodes = plan.Nodes;
        var lastUse = LastUses.Of(plan);
        var kept = new List<PlanNode>(nodes.Count);
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] is { Label: "ReadVariableOp", Inputs: [{ IsVariableMemory: true } memory], Outputs: [var value] }
                && !IsWritten(nodes, memory.Storage, i + 1, lastUse.GetValueOrDefault(value.Storage, i)))
                value.Storage.MergeInto(memory.Storage);
            else kept.Add(nodes[i]);
        }
        plan.Nodes = kept;
    }

    private static bool IsWritten(List<PlanNode> nodes, Storage variable, int first, int last)
    {
        for (int i = first; i < nodes.Count && i <= last; i++)
            if (nodes[i].Writes(variable)) return true;
        return false;
    }
}
