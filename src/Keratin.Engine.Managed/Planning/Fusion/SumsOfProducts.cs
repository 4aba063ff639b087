using Keratin.Engines.Managed.Kernels;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>
/// Makes one product of a sum of many: A₁ᵀB₁ + A₂ᵀB₂ + … is the product of all A and all B, one below the other. That is how a loop adds up the
/// gradient of a kernel, a small product each round; the large one goes through memory once.
/// </summary>
internal static class SumsOfProducts
{
    // Copying the factors below each other does not pay for few.
    private const int Few = 4;

    public static void Run(PlanGraph plan)
    {
        var flow = new DataFlow(plan);
        var dropped = new HashSet<PlanNode>();
        var added = new Dictionary<PlanNode, PlanNode[]>();
        for (int i = plan.Nodes.Count - 1; i >= 0; i--)
        {
            var top = plan.Nodes[i];
            List<PlanNode> sums = [], products = [];
            if (top.Label != "AddV2" || dropped.Contains(top) || !Collect(top, plan, flow, sums, products) || products.Count < Few) continue;
            var (place, steps) = Joined(top, products, plan, flow);
            if (added.ContainsKey(place)) continue;
            added.Add(place, steps);
            dropped.UnionWith(sums);
            dropped.UnionWith(products);
        }
        if (added.Count == 0) return;
        var nodes = new List<PlanNode>(plan.Nodes.Count);
        foreach (var node in plan.Nodes)
        {
            if (!dropped.Contains(node)) nodes.Add(node);
            if (added.TryGetValue(node, out var steps)) nodes.AddRange(steps);
        }
        plan.Nodes = nodes;
    }

    /// <summary>Gathers the additions of a sum and the products that it is of; false if anything else is added.</summary>
    private static bool Collect(PlanNode top, PlanGraph plan, DataFlow flow, List<PlanNode> sums, List<PlanNode> products)
    {
        var open = new Stack<PlanNode>([top]);
        while (open.TryPop(out var sum))
        {
            sums.Add(sum);
            foreach (var term in sum.Inputs)
            {
                int producer = flow.Producer(term);
                if (producer < 0 || term.Shape != top.Outputs[0].Shape || flow.OnlyConsumer(plan.Nodes[producer]) != sum) return false;
                var node = plan.Nodes[producer];
                if (node.Label == "AddV2") open.Push(node);
                else if (IsProduct(node) && (products.Count == 0 || IsLike(node, products[0]))) products.Add(node);
                else return false;
            }
        }
        return true;
    }

    private static bool IsProduct(PlanNode node) => node.Label == "MatMul" && node.Operation.Attrs.Bool("transpose_a") && !node.Operation.Attrs.Bool("transpose_b")
        && !node.Inputs[0].IsVariable && !node.Inputs[1].IsVariable && node.Inputs[0].DType is DType.Float32 or DType.Float64;

    private static bool IsLike(PlanNode node, PlanNode other) =>
        node.Inputs[0].DType == other.Inputs[0].DType && node.Inputs[0].Shape == other.Inputs[0].Shape && node.Inputs[1].Shape == other.Inputs[1].Shape;

    /// <summary>The steps that do the same at one go, and the step after which they can stand.</summary>
    private static (PlanNode Place, PlanNode[] Steps) Joined(PlanNode top, List<PlanNode> products, PlanGraph plan, DataFlow flow)
    {
        var place = top;
        var steps = new List<PlanNode>(3);
        // The factors may stand below each other already: the gradient of what was computed for all rounds at once needs them so.
        if (Below(products, plan, flow, top) is { } known)
        {
            if (known.Position > place.Position) place = known;
            products.Sort((left, right) => Array.FindIndex(known.Inputs, input => Same(input, left.Inputs[1])).CompareTo(Array.FindIndex(known.Inputs, input => Same(input, right.Inputs[1]))));
        }
        var factors = new PlanValue[2];
        for (int side = 0; side < 2; side++)
        {
            var parts = products.ConvertAll(product => product.Inputs[side]).ToArray();
            PlanValue whole;
            if (side == 1 && Below(products, plan, flow, top) is { } pack) whole = pack.Outputs[0];
            else
            {
                whole = PlanValue.Computed(parts[0].DType, parts[0].Shape.Prepend(parts.Length));
                var operation = new Operation(OpDef.Get("Pack"), new Attrs(OpDef.Get("Pack"), ("axis", 0)), []);
                steps.Add(PlanNode.Of(operation, (NumericKernel)KernelRegistry.Find("Pack")!, parts, [whole]));
            }
            factors[side] = whole.ViewedAs(whole.DType, [parts.Length * parts[0].Shape[0], parts[0].Shape[1]]);
        }
        steps.Add(PlanNode.Of(products[0].Operation, products[0].Kernel, factors, [top.Outputs[0]]));
        return (place, [.. steps]);
    }

    /// <summary>A step that packs the right factors of all products, and nothing else, before anybody needs the sum.</summary>
    private static PlanNode? Below(List<PlanNode> products, PlanGraph plan, DataFlow flow, PlanNode top)
    {
        int firstUse = flow.Consumers(top.Position) is [var first, ..] ? first : int.MaxValue;
        foreach (int user in flow.Consumers(flow.Producer(products[0].Inputs[1]) is >= 0 and var producer ? producer : products[0].Position))
            if (plan.Nodes[user] is { Label: "Pack" } pack && user < firstUse && pack.Inputs.Length == products.Count && pack.Operation.Attrs.Int("axis") == 0
                && products.TrueForAll(product => Array.Exists(pack.Inputs, input => Same(input, product.Inputs[1])))) return pack;
        return null;
    }

    private static bool Same(PlanValue left, PlanValue right) => left.Storage.Root == right.Storage.Root && left.Shape == right.Shape;
}
