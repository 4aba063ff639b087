using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Lets outputs be computed into the memory of inputs that are needed no more, and results into the caller's memory.</summary>
internal static class MemorySharing
{
    public static void Run(PlanGraph plan)
    {
        var lastUse = LastUses.Of(plan);
        for (int i = 0; i < plan.Nodes.Count; i++) RunInPlace(plan.Nodes[i], i, lastUse);
        for (int i = 0; i < plan.Outputs.Length; i++)
        {
            var output = plan.Outputs[i];
            if (output.Storage.Root is { IsTemporary: true } root) root.Result = i;
            else plan.Nodes.Add(Copy(output, i));
        }
    }

    // For results that are arguments, variables, constants, or another result too.
    private static PlanNode Copy(PlanValue value, int result)
    {
        var operation = new Operation(OpDef.Get("Identity"), OpDef.Get("Identity").NoAttrs, []);
        return PlanNode.Of(operation, CopyCode.Kernel, [value], [new PlanValue(value.DType, value.Shape, new Storage { Result = result })]);
    }

    private static void RunInPlace(PlanNode node, int position, Dictionary<Storage, int> lastUse)
    {
        for (int o = 0; o < node.Outputs.Length; o++)
        {
            var output = node.Outputs[o];
            if (!output.Storage.Root.IsTemporary) continue;
            for (int k = 0; k < node.Inputs.Length; k++)
            {
                var memory = node.Inputs[k].Storage.Root;
                if (!memory.IsTemporary || lastUse[memory] != position || node.Inputs[k].ByteLength != output.ByteLength || !MayShare(node, o, memory)) continue;
                int last = lastUse[output.Storage.Root];
                output.Storage.Root.MergeInto(memory);
                // From now on it lives as the output does, so that no other output takes it.
                lastUse[memory] = last == position ? position + 1 : last;
                break;
            }
        }
    }

    // Every input that is in this memory must bear it.
    private static bool MayShare(PlanNode node, int output, Storage memory)
    {
        for (int k = 0; k < node.Inputs.Length; k++)
            if (node.Inputs[k].Storage.Root == memory && !node.MayShare(output, k)) return false;
        return true;
    }
}
