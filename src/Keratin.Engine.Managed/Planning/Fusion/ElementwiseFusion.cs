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
    private readonly DataFlow flow;
    private readonly Group?[] groups;

    private ElementwiseFusion(PlanGraph plan) => (this.plan, flow, groups) = (plan, new DataFlow(plan), new Group?[plan.Nodes.Count]);

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
            if (input.Shape != output.Shape || flow.Producer(input) is not (>= 0 and var producer) || groups[producer] is not { } other || other == own || plan.Nodes[producer].IsInvariant != node.IsInvariant || other.Shape != own.Shape) continue;
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
            foreach (int consumer in flow.Consumers(member))
                if (consumer < until && !Inside(consumer)) return false;
            if (!flow.MayWait(plan.Nodes[member], until, Inside)) return false;
        }
        return true;

        bool Inside(int position) => groups[position] == waiting || groups[position] == other;
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
        var nodes = new List<PlanNode>();
        for (int i = 0; i < plan.Nodes.Count; i++)
        {
            if (groups[i] is not { Members.Count: > 1 } group) nodes.Add(plan.Nodes[i]);
            else if (group.Members[^1] == i) nodes.Add(ElementwiseChain.Node(group.Members.ConvertAll(member => plan.Nodes[member]), member => Escapes(member, group)));
        }
        plan.Nodes = nodes;
    }

    private bool Escapes(PlanNode node, Group group) =>
        node.Outputs[0].Storage.Root is var memory && (memory.Variable is not null || flow.IsResult(memory))
        || flow.Consumers(node.Position).Exists(consumer => groups[consumer] != group);

    private sealed class Group(Shape shape, int first)
    {
        public readonly Shape Shape = shape;
        public readonly List<int> Members = [first];
    }
}
