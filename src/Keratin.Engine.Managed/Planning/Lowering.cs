using Keratin.Engines.Managed.Kernels;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Says in simpler ops what some steps do, so that the passes that join steps need to know fewer.</summary>
internal static class Lowering
{
    public static void Run(PlanGraph plan)
    {
        var flow = new DataFlow(plan);
        var nodes = new List<PlanNode>(plan.Nodes.Count);
        foreach (var node in plan.Nodes)
        {
            var simpler = node.Label switch
            {
                "BiasAdd" when IsChannelsLast(node) => PlanNode.Elementwise("AddV2", node.Inputs, node.Outputs[0], node.Label) is { } add ? [add] : null,
                "BiasAddV1" => PlanNode.Elementwise("AddV2", node.Inputs, node.Outputs[0], node.Label) is { } add ? [add] : null,
                "FusedBatchNorm" or "FusedBatchNormV2" or "FusedBatchNormV3" => Normalization(node, flow),
                _ => null,
            };
            nodes.AddRange(simpler ?? [node]);
        }
        plan.Nodes = nodes;
    }

    private static bool IsChannelsLast(PlanNode node) => node.Operation.Attrs.Text("data_format") is "NHWC" or "NDHWC";

    /// <summary>Normalization by given figures is a factor and an offset for each channel, which cost next to nothing.</summary>
    private static PlanNode[]? Normalization(PlanNode node, DataFlow flow)
    {
        var attrs = node.Operation.Attrs;
        if (attrs.Bool("is_training") || !IsChannelsLast(node) || node.Inputs is not [var x, var scale, var offset, var mean, var variance]) return null;
        if (x.DType != scale.DType || x.Shape.ElementCount == 0 || !Array.TrueForAll(node.Outputs[1..], output => flow.IsUnused(output))) return null;
        var epsilon = PlanValue.Known(x.DType == DType.Float64 ? Tensor.Scalar((double)attrs.Float("epsilon")) : Tensor.Scalar(attrs.Float("epsilon")));
        if (epsilon.DType != x.DType) return null;

        PlanValue Channels() => PlanValue.Computed(scale.DType, scale.Shape);
        PlanValue wide = Channels(), root = Channels(), factor = Channels(), shifted = Channels(), rest = Channels(), scaled = PlanValue.Computed(x.DType, x.Shape);
        PlanNode?[] steps =
        [
            PlanNode.Elementwise("AddV2", [variance, epsilon], wide), PlanNode.Elementwise("Rsqrt", [wide], root), PlanNode.Elementwise("Mul", [root, scale], factor),
            PlanNode.Elementwise("Mul", [mean, factor], shifted), PlanNode.Elementwise("Sub", [offset, shifted], rest),
            PlanNode.Elementwise("Mul", [x, factor], scaled), PlanNode.Elementwise("AddV2", [scaled, rest], node.Outputs[0]),
        ];
        return Array.TrueForAll(steps, static step => step is not null) ? [.. steps!] : null;
    }
}
