using Keratin.Engines.Managed.Kernels;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>
/// Joins elementwise steps that feed each other into one, which does them block by block in the cache. A joined step stands where its last
/// member stood, so a member joins only if nobody outside needs it earlier.
/// </summary>
internal sealed class ElementwiseFusion
{
    private const int MaxMembers = 48;
    private const int MaxInputs = 30;

    private readonly PlanGraph plan;
    private readonly Group?[] groups;
    private readonly List<int>[] consumers;

    private ElementwiseFusion(PlanGraph plan)
    {
        this.plan = plan;
        plan.Number();
        groups = new Group?[plan.Nodes.Count];
        consumers = Consumers(plan);
    }

    public static void Run(PlanGraph plan)
    {
        var fusion = new ElementwiseFusion(plan);
        for (int i = 0; i < plan.Nodes.Count; i++) fusion.Join(i);
        fusion.Rewrite();
    }

    private void Join(int position)
    {
        var node = plan.Nodes[position];
        if (node.Kernel is not ElementwiseKernel || node.Outputs is not [var output] || output.Shape.ElementCount == 0) return;
        var own = groups[position] = new Group(output.Shape, position);
        foreach (var input in node.Inputs)
        {
            if (input.Shape != output.Shape || input.Producer is not { } producer || groups[producer.Position] is not { } other || other == own || other.Shape != own.Shape) continue;
            if (own.Members.Count + other.Members.Count > MaxMembers || Inputs(own, other).Count > MaxInputs || !MayWait(other, own, position)) continue;
            own.Members.AddRange(other.Members);
            own.Members.Sort();
            foreach (int member in other.Members) groups[member] = own;
        }
    }

    /// <summary>Whether a group's members may run as late as <paramref name="until"/>, together with another group.</summary>
    private bool MayWait(Group waiting, Group other, int until)
    {
        foreach (int member in waiting.Members)
        {
            foreach (int consumer in consumers[member])
                if (consumer < until && groups[consumer] != waiting && groups[consumer] != other) return false;
            for (int between = member + 1; between < until; between++)
                if (groups[between] != waiting && groups[between] != other && Disturbs(plan.Nodes[between], plan.Nodes[member])) return false;
        }
        return true;
    }

    /// <summary>Whether two steps touch a variable that one of them writes.</summary>
    private static bool Disturbs(PlanNode node, PlanNode member)
    {
        foreach (var input in member.Inputs)
            if (input.Storage.Root is { Variable: not null } variable && node.Writes(variable)) return true;
        foreach (var output in member.Outputs)
            if (output.Storage.Root is { Variable: not null } variable && (node.Writes(variable) || Array.Exists(node.Inputs, input => input.Storage.Root == variable))) return true;
        return false;
    }

    private HashSet<(Storage, Shape, DType)> Inputs(params ReadOnlySpan<Group> joined)
    {
        var inputs = new HashSet<(Storage, Shape, DType)>();
        foreach (var group in joined)
            foreach (int member in group.Members)
                foreach (var input in plan.Nodes[member].Inputs) inputs.Add((input.Storage.Root, input.Shape, input.DType));
        return inputs;
    }

    private void Rewrite()
    {
        var results = new HashSet<Storage>();
        foreach (var output in plan.Outputs) results.Add(output.Storage.Root);
        var nodes = new List<PlanNode>();
        for (int i = 0; i < plan.Nodes.Count; i++)
        {
            if (groups[i] is not { Members.Count: > 1 } group) nodes.Add(plan.Nodes[i]);
            else if (group.Members[^1] == i) nodes.Add(ElementwiseChain.Node(group.Members.ConvertAll(member => plan.Nodes[member]), member => Escapes(member, group, results)));
        }
        plan.Nodes = nodes;
    }

    private bool Escapes(PlanNode node, Group group, HashSet<Storage> results)
    {
        var memory = node.Outputs[0].Storage.Root;
        if (memory.Variable is not null || results.Contains(memory)) return true;
        foreach (int consumer in consumers[node.Position])
            if (groups[consumer] != group) return true;
        return false;
    }

    private static List<int>[] Consumers(PlanGraph plan)
    {
        var producers = new Dictionary<Storage, int>();
        var consumers = new List<int>[plan.Nodes.Count];
        for (int i = 0; i < consumers.Length; i++)
        {
            consumers[i] = [];
            foreach (var input in plan.Nodes[i].Inputs)
                if (producers.TryGetValue(input.Storage.Root, out int producer)) consumers[producer].Add(i);
            foreach (var output in plan.Nodes[i].Outputs)
                if (output.Storage.Root.Variable is null) producers[output.Storage.Root] = i;
        }
        return consumers;
    }

    private sealed class Group(Shape shape, int first)
    {
        public readonly Shape Shape = shape;
        public readonly List<int> Members = [first];
    }
}
