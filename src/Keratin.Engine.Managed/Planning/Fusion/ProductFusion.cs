using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>
/// Joins products of matrices and convolutions with what follows: the bias and the activation, which they apply to their results before these
/// leave the cache, or a sum, to which they add their results. And lets them keep constant weights packed from run to run.
/// </summary>
internal sealed class ProductFusion
{
    private readonly DataFlow flow;
    private readonly Dictionary<PlanNode, PlanNode?> joined;
    private readonly List<PlanNode> chain;

    private ProductFusion(DataFlow flow, Dictionary<PlanNode, PlanNode?> joined, PlanNode product) => (this.flow, this.joined, chain) = (flow, joined, [product]);

    public static void Run(PlanGraph plan, PackedWeightsCache packed)
    {
        var flow = new DataFlow(plan);
        var invariant = Invariants.Find(plan);
        var joined = new Dictionary<PlanNode, PlanNode?>();
        foreach (var node in plan.Nodes)
            if (Product.Of(node) is { } product) new ProductFusion(flow, joined, node).Join(plan, product, invariant.Contains(node.Inputs[1].Storage.Root) ? packed : null);
        var nodes = new List<PlanNode>(plan.Nodes.Count);
        foreach (var node in plan.Nodes)
            if (!joined.TryGetValue(node, out var replacement)) nodes.Add(node);
            else if (replacement is not null) nodes.Add(replacement);
        plan.Nodes = nodes;
    }

    private void Join(PlanGraph plan, Product product, PackedWeightsCache? packed)
    {
        var node = chain[0];
        var bias = Bias();
        var sum = product.CanAddTo ? Sum() : null;
        var (activation, alpha) = ActivationAfter();
        var weights = node.Inputs[1].Storage.Root;
        // Weights that invariant steps make and only invariant steps use are not kept.
        if (!product.PackingPays || node.IsInvariant) packed = null;
        if (chain.Count == 1 && packed is null) return;

        PlanValue[] inputs = [node.Inputs[0], node.Inputs[1], .. bias is null ? [] : (PlanValue[])[bias], .. sum is null ? [] : (PlanValue[])[sum], .. weights.IsKept ? (PlanValue[])[plan.Identity] : []];
        var end = new ProductEnd(bias is not null, sum is not null, activation, alpha);
        var kernel = new NumericKernel(_ => packed is null ? product.Bind(end) : product.BindPacked(end, weights, packed, weights.IsKept));
        foreach (var member in chain) joined[member] = null;
        joined[chain[^1]] = new PlanNode(node.Operation, kernel, inputs, chain[^1].Outputs) 
        {
            Label = string.Join('+', chain),
            IsInvariant = node.IsInvariant,
            MayShare = (_, input) => sum is not null && input == end.SumInput,
        };
    }

    /// <summary>The vector that is added to every row of the result, if nothing else is done with that.</summary>
    private PlanValue? Bias()
    {
        var product = chain[^1].Outputs[0];
        if (flow.OnlyConsumer(chain[^1]) is not { Kernel: ElementwiseKernel, Label: "BiasAdd" or "BiasAddV1" or "AddV2" or "Add", Inputs: [var left, var right], Outputs: [var sum] } add) return null;
        var bias = left.Storage.Root == product.Storage.Root ? right : left;
        // The product may be seen under another shape, as long as the channels stay apart.
        bool fits = bias.Storage.Root != product.Storage.Root && product.Shape[^1] is var channels && sum.Shape.ElementCount == product.Shape.ElementCount
            && sum.Shape is { Rank: > 0 } && sum.Shape[^1] == channels && bias.Shape is { Rank: > 0 } && bias.Shape[^1] == channels && bias.Shape.ElementCount == channels;
        return fits && Joins(add) ? bias : null;
    }

    /// <summary>The tensor of the result's size that the result is added to, if nothing else is done with that.</summary>
    private PlanValue? Sum()
    {
        var product = chain[^1].Outputs[0];
        if (flow.OnlyConsumer(chain[^1]) is not { Kernel: ElementwiseKernel, Label: "AddV2" or "Add", Inputs: [var left, var right], Outputs: [{ IsVariable: false } result] } add) return null;
        var sum = left.Storage.Root == product.Storage.Root ? right : left;
        bool fits = sum.Storage.Root != product.Storage.Root && sum.Shape.ElementCount == product.Shape.ElementCount && result.Shape.ElementCount == product.Shape.ElementCount;
        return fits && Joins(add) ? sum : null;
    }

    private (Activation, double) ActivationAfter()
    {
        if (flow.OnlyConsumer(chain[^1]) is not { Kernel: ElementwiseKernel, Inputs: [_] } node) return default;
        (Activation, double) found = node.Label switch
        {
            "Relu" => (Activation.Relu, 0),
            "Relu6" => (Activation.Relu6, 0),
            "LeakyRelu" => (Activation.LeakyRelu, node.Operation.Attrs.Float("alpha")),
            "Elu" => (Activation.Elu, 1),
            "Selu" => (Activation.Selu, 0),
            "Sigmoid" => (Activation.Sigmoid, 0),
            "Tanh" => (Activation.Tanh, 0),
            "Softplus" => (Activation.Softplus, 0),
            "Softsign" => (Activation.Softsign, 0),
            "Gelu" => (Activation.Gelu, 0),
            "Silu" => (Activation.Silu, 0),
            _ => default,
        };
        return found.Item1 != Activation.None && Joins(node) ? found : default;
    }

    // All run where the last of them stood.
    private bool Joins(PlanNode next)
    {
        if (joined.ContainsKey(next)) return false;
        foreach (var member in chain)
            if (member.IsInvariant != next.IsInvariant || !flow.MayWait(member, next.Position, position => chain.Exists(node => node.Position == position))) return false;
        chain.Add(next);
        return true;
    }
}
