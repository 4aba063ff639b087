using Keratin.Graphs;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What layers have in common that learn from data before training, without gradients: figures, boundaries, a vocabulary.</summary>
[KerasObject]
public abstract partial class PreprocessingLayer : Layer
{
    private protected PreprocessingLayer()
    {
    }

    private protected override bool Autocast => false;

    /// <summary>Learns from data, given at once (<c>adapt</c>); what was learned before is forgotten.</summary>
    /// <exception cref="InvalidOperationException">The layer was given what it would learn.</exception>
    public void Adapt(Tensor data) => Adapt([data]);

    /// <summary>Learns from data in batches.</summary>
    /// <inheritdoc cref="Adapt(Tensor)"/>
    public void Adapt(IEnumerable<Tensor> batches)
    {
        using var values = FunctionGraph.Suspend();
        ResetState();
        foreach (var batch in batches)
        {
            EnsureBuilt(batch.Shape);
            UpdateState(batch.Value);
        }
        FinalizeState();
    }

    /// <summary>Forgets what was learned; throws if there is nothing to learn.</summary>
    private protected abstract void ResetState();

    /// <summary>Learns from a batch.</summary>
    private protected abstract void UpdateState(EagerTensor batch);

    /// <summary>Makes what was learned ready for calls.</summary>
    private protected abstract void FinalizeState();
}
