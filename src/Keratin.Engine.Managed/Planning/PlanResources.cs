using Keratin.Engines.Managed.Planning.Fusion;

namespace Keratin.Engines.Managed.Planning;

/// <summary>What the plans of one executable share.</summary>
internal sealed class PlanResources
{
    public ArenaPool Arenas { get; } = new();

    /// <summary>Weights in the layouts that products like best.</summary>
    public PackedWeightsCache PackedWeights { get; } = new();
}
