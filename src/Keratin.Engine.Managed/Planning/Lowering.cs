using Keratin.Engines.Managed.Kernels;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Says in simpler ops what some steps do, so that the passes that join steps need to know fewer.</summary>
internal static class Lowering
{
    public static void Run(PlanGraph plan)
    {
        for (int i = 0; i < plan.Nodes.Count; i++)
            if (plan.Nodes[i] is { Label: "BiasAdd" or "BiasAddV1" } node && IsLastAxis(node) && KernelRegistry.Find("AddV2") is ElementwiseKernel add)
                plan.Nodes[i] = PlanNode.Of(new Operation(OpDef.Get("AddV2"), OpDef.Get("AddV2").NoAttrs, node.Operation.Inputs), add, node.Inputs, node.Outputs, node.Label);
    }

    private static bool IsLastAxis(PlanNode node) => node.Label == "BiasAddV1" || node.Operation.Attrs.Text("data_format") != "NCHW";
}
