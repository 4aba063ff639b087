using Keratin.Engines.Managed.Kernels;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>
/// Finds the steps that depend on nothing but constants and variables that the plan does not write, and puts them first. What they compute is
/// kept from run to run, until one of the variables changes: weights cast to another type, say, or scaled.
/// </summary>
internal static class Invariants
{
    /// <summary>Below this many elements there is nothing to be gained.</summary>
    private const long Few = 256;

    /// <summary>Marks the steps and the memory that is kept.</summary>
    public static void Run(PlanGraph plan)
    {
        var invariant = Find(plan);
        bool pays = false;
        foreach (var node in plan.Nodes)
            if (IsInvariant(node, invariant)) pays |= Array.Exists(node.Inputs, static input => input.Shape.ElementCount >= Few) || Array.Exists(node.Outputs, static output => output.Shape.ElementCount >= Few);
        if (!pays) return;

        List<PlanNode> first = [], rest = [];
        foreach (var node in plan.Nodes)
        {
            node.IsInvariant = IsInvariant(node, invariant);
            (node.IsInvariant ? first : rest).Add(node);
        }
        foreach (var node in first)
            foreach (var output in node.Outputs)
                output.Storage.Root.IsKept = rest.Exists(user => Array.Exists(user.Inputs, input => input.Storage.Root == output.Storage.Root)) || Array.Exists(plan.Outputs, result => result.Storage.Root == output.Storage.Root);
        plan.Nodes = [.. first, .. rest];
    }

    /// <summary>The memory of values that stay the same as long as variables do.</summary>
    public static HashSet<Storage> Find(PlanGraph plan)
    {
        var written = new HashSet<Storage>();
        foreach (var node in plan.Nodes)
            foreach (var input in node.Inputs)
                if (input.Storage.Root.Variable is not null) written.Add(input.Storage.Root);
        written.RemoveWhere(variable => !plan.Nodes.Exists(node => node.Writes(variable)));

        var invariant = new HashSet<Storage>();
        foreach (var node in plan.Nodes)
        {
            foreach (var input in node.Inputs)
                if (input.Storage.Root is var memory && (memory.Constant is not null || (memory.Variable is not null && !written.Contains(memory)))) invariant.Add(memory);
            if (IsInvariant(node, invariant))
                foreach (var output in node.Outputs) invariant.Add(output.Storage.Root);
        }
        return invariant;
    }

    private static bool IsInvariant(PlanNode node, HashSet<Storage> invariant) =>
        !node.HasEffect && node.Inputs.Length > 0 && Array.TrueForAll(node.Inputs, input => invariant.Contains(input.Storage.Root));
}
