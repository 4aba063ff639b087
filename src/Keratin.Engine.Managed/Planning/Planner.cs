using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Planning.Fusion;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Makes plans: reads the graph, then one pass after the other, each in its file.</summary>
internal static class Planner
{
    /// <summary>A plan for exact argument shapes; or null, and the nodes that stand in the way (none if it is an argument or a result that is no number).</summary>
    public static (Plan? Plan, IReadOnlyList<Node> Obstacles) Plan(FunctionGraph graph, IReadOnlyList<EagerTensor> captures, ReadOnlySpan<Shape> shapes, PlanResources resources)
    {
        var unfolding = Unfolding.Of(graph, captures, shapes);
        if (unfolding.Result is not { } plan) return (null, unfolding.Obstacles);
        Pruning.Run(plan);
        VariableReads.Run(plan);
        SumsOfProducts.Run(plan);
        Lowering.Run(plan);
        CompositeActivations.Run(plan);
        ScaleFolding.Run(plan);
        Invariants.Run(plan);
        ProductFusion.Run(plan, resources.PackedWeights);
        ElementwiseFusion.Run(plan);
        EarlyUpdates.Run(plan);
        MemorySharing.Run(plan);
        var assembly = new PlanAssembly(plan, resources.Arenas);
        return assembly.Bind() is { } obstacle
            ? (null, obstacle is Node node && node.Graph == graph ? [node] : [])
            : (assembly.Build(), []);
    }
}
