namespace Keratin.Engines.Managed.Planning;

/// <summary>When the memory of values is needed for the last time.</summary>
internal static class LastUses
{
    /// <summary>For each memory the position of the last step that uses it; <see cref="int.MaxValue"/> if a result needs it.</summary>
    public static Dictionary<Storage, int> Of(PlanGraph plan)
    {
        var last = new Dictionary<Storage, int>();
        for (int i = 0; i < plan.Nodes.Count; i++)
        {
            // An output that nobody uses is still written.
            foreach (var output in plan.Nodes[i].Outputs) last[output.Storage.Root] = i;
            foreach (var input in plan.Nodes[i].Inputs) last[input.Storage.Root] = i;
        }
        foreach (var output in plan.Outputs) last[output.Storage.Root] = int.MaxValue;
        return last;
    }
}
