namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>
/// Multiplies weights instead of results: where each channel of a product is scaled by a number that does not depend on the input, as
/// normalization by running averages does, the scaled weights are kept from run to run and the scaling vanishes.
/// </summary>
internal sealed class ScaleFolding
{
    private readonly DataFlow flow;
    private readonly HashSet<Storage> invariant;
    private readonly Dictionary<PlanNode, PlanNode[]> replaced = [];

    private ScaleFolding(PlanGraph plan) => (flow, invariant) = (new DataFlow(plan), Invariants.Find(plan));

    public static void Run(PlanGraph plan)
    {
        var folding = new ScaleFolding(plan);
        foreach (var node in plan.Nodes)
            if (node.Inputs.Length == 2 && folding.invariant.Contains(node.Inputs[1].Storage.Root) && Product.Of(node) is { } product) folding.Fold(node, product);
        if (folding.replaced.Count == 0) return;
        var nodes = new List<PlanNode>();
        foreach (var node in plan.Nodes) nodes.AddRange(folding.replaced.TryGetValue(node, out var instead) ? instead : [node]);
        plan.Nodes = nodes;
    }

    private void Fold(PlanNode node, Product product)
    {
        var chain = new List<PlanNode> { node };
        PlanValue? bias = Next(chain, "AddV2", "BiasAdd", "BiasAddV1"), scale = Next(chain, "Mul"), offset = Next(chain, "AddV2", "BiasAdd", "BiasAddV1");
        if (scale is null || !MayWait(chain)) return;

        var steps = new List<PlanNode?>();
        var weights = PlanValue.Computed(node.Inputs[1].DType, node.Inputs[1].Shape);
        steps.Add(PlanNode.Elementwise("Mul", [node.Inputs[1], scale.ViewedAs(scale.DType, product.ChannelsOfWeights)], weights));
        var rest = offset;
        if (bias is not null)
        {
            rest = PlanValue.Computed(bias.DType, bias.Shape);
            steps.Add(PlanNode.Elementwise("Mul", [bias, scale.ViewedAs(scale.DType, bias.Shape)], rest));
            if (offset is not null)
            {
                var sum = PlanValue.Computed(offset.DType, offset.Shape);
                steps.Add(PlanNode.Elementwise("AddV2", [rest.ViewedAs(rest.DType, offset.Shape), offset], sum));
                rest = sum;
            }
        }
        var result = chain[^1].Outputs[0];
        var scaled = rest is null ? result : PlanValue.Computed(result.DType, result.Shape);
        steps.Add(PlanNode.Of(node.Operation, node.Kernel, [node.Inputs[0], weights], [scaled.ViewedAs(scaled.DType, node.Outputs[0].Shape)]));
        if (rest is not null) steps.Add(PlanNode.Elementwise("AddV2", [scaled, rest], result, "BiasAdd"));
        if (steps.Contains(null)) return;
        foreach (var member in chain) replaced[member] = [];
        replaced[chain[^1]] = [.. steps!];
    }

    /// <summary>The numbers for each channel that the next step combines with the results, if that is all that is done with these. The step joins the chain.</summary>
    private PlanValue? Next(List<PlanNode> chain, params ReadOnlySpan<string> labels)
    {
        if (flow.OnlyConsumer(chain[^1]) is not { Inputs: [var left, var right], Outputs: [var result] } next || !labels.Contains(next.Label)) return null;
        var last = chain[^1].Outputs[0];
        var channels = left.Storage.Root == last.Storage.Root ? right : left;
        if (!invariant.Contains(channels.Storage.Root) || channels.Shape.Rank == 0 || result.Shape.Rank == 0) return null;
        bool fits = chain[0].Outputs[0].Shape[^1] is var count && channels.Shape.ElementCount == count && channels.Shape[^1] == count
            && result.Shape.ElementCount == last.Shape.ElementCount && result.Shape[^1] == count;
        if (fits) chain.Add(next);
        return fits ? channels : null;
    }

    private bool MayWait(List<PlanNode> chain) =>
        chain.TrueForAll(member => flow.MayWait(member, chain[^1].Position, position => chain.Exists(node => node.Position == position)));
}
