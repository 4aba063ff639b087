using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Planning.Fusion;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Makes a plan of an unfolded graph: the passes in their order, then binding and layout.</summary>
internal static class Planner
{
    /// <summary>The plan; null if a kernel needs a value that is only known when running.</summary>
    public static Plan? Plan(PlanGraph plan, ArenaPool arenas)
    {
        Pruning.Run(plan);
        VariableReads.Run(plan);
        ElementwiseFusion.Run(plan);
        MemorySharing.Run(plan);
        try
        {
            return new PlanAssembly(plan).Build(arenas);
        }
        catch (ValueNotKnownException)
        {
            return null;
        }
    }
}
