namespace Keratin.Engines.Managed.Planning;

/// <summary>Who uses what in a plan, and which steps may wait. Valid until the plan's steps change.</summary>
internal sealed class DataFlow
{
    private readonly PlanGraph plan;
    private readonly List<int>[] consumers;
    private readonly Dictionary<Storage, int> producers = [];
    private readonly HashSet<Storage> results = [];
    private readonly HashSet<Storage> used = [];

    public DataFlow(PlanGraph plan)
    {
        this.plan = plan;
        consumers = new List<int>[plan.Nodes.Count];
        for (int i = 0; i < consumers.Length; i++)
        {
            plan.Nodes[i].Position = i;
            consumers[i] = [];
            foreach (var input in plan.Nodes[i].Inputs)
            {
                used.Add(input.Storage.Root);
                if (producers.TryGetValue(input.Storage.Root, out int producer) && (consumers[producer] is [] || consumers[producer][^1] != i)) consumers[producer].Add(i);
            }
            foreach (var output in plan.Nodes[i].Outputs)
                if (output.Storage.Root.Variable is null) producers[output.Storage.Root] = i;
        }
        foreach (var output in plan.Outputs) results.Add(output.Storage.Root);
    }

    /// <summary>The position of the step that computes what is in a temporary; -1 for what no step computes, and for variables.</summary>
    public int Producer(PlanValue value) => producers.GetValueOrDefault(value.Storage.Root, -1);

    /// <summary>The positions of the steps that use an output of the step at a position, in order, each once.</summary>
    public List<int> Consumers(int position) => consumers[position];

    /// <summary>Whether a memory is a result of the function.</summary>
    public bool IsResult(Storage memory) => results.Contains(memory);

    /// <summary>Whether no step uses a value, and no result.</summary>
    public bool IsUnused(PlanValue value) => !used.Contains(value.Storage.Root) && !IsResult(value.Storage.Root);

    /// <summary>The one step that uses this step's only output; null if there are more, or the output is a result.</summary>
    public PlanNode? OnlyConsumer(PlanNode node) =>
        node.Outputs is [var output] && consumers[node.Position] is [int only] && !results.Contains(output.Storage.Root) ? plan.Nodes[only] : null;

    /// <summary>Whether a step may run as late as the position given, no matter what runs in between (but for the steps to <paramref name="ignore"/>): no variable that it reads or writes changes, and none that it writes is used.</summary>
    public bool MayWait(PlanNode node, int until, Predicate<int> ignore)
    {
        // Only variables change.
        if (!Array.Exists(node.Inputs, static input => input.IsVariable) && !Array.Exists(node.Outputs, static output => output.IsVariable)) return true;
        for (int between = node.Position + 1; between < until; between++)
            if (!ignore(between) && Disturbs(plan.Nodes[between], node)) return false;
        return true;
    }

    private static bool Disturbs(PlanNode node, PlanNode waiting)
    {
        foreach (var input in waiting.Inputs)
            if (input.Storage.Root is { Variable: not null } variable && node.Writes(variable)) return true;
        foreach (var output in waiting.Outputs)
            if (output.Storage.Root is { Variable: not null } variable && (node.Writes(variable) || Array.Exists(node.Inputs, input => input.Storage.Root == variable))) return true;
        return false;
    }
}
