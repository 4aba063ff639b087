using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

public abstract partial class Layer
{
    [ThreadStatic] private static List<Tensor>? collectedLosses;

    /// <summary>Penalises the layer's outputs, averaged over the batch.</summary>
    [Config(Dialect = default)]
    public Regularizer? ActivityRegularizer { get; init; }

    /// <summary>Adds a loss of this call, such as a penalty on an intermediate result (<c>add_loss</c>). Counts for the call of the model around it.</summary>
    protected void AddLoss(Tensor loss) => collectedLosses?.Add(loss);

    /// <summary>Whether this is a call of training or evaluation, whose losses count.</summary>
    private protected static bool CollectsLosses => collectedLosses is not null;

    /// <summary>Gathers the losses that layers add during calls on this thread, until disposed.</summary>
    internal static LossCollection CollectLosses() => new();

    /// <summary>The penalties on the weights of this layer and those inside.</summary>
    internal IEnumerable<Tensor> RegularizationLosses()
    {
        foreach (var weight in TrainableWeights)
            if (weight.Regularizer is { } regularizer) yield return regularizer.Apply(weight.Value);
    }

    private void AddActivityLoss(Tensors outputs)
    {
        if (ActivityRegularizer is not { } regularizer || collectedLosses is null) return;
        foreach (var output in outputs)
        {
            var batch = Ops.Cast(Ops.StridedSlice(Ops.Shape(output), new[] { 0 }, new[] { 1 }, new[] { 1 }, shrinkAxisMask: 1), output.DType);
            AddLoss(regularizer.Apply(output) / batch);
        }
    }

    internal readonly ref struct LossCollection
    {
        private readonly List<Tensor>? before;

        public LossCollection()
        {
            before = collectedLosses;
            collectedLosses = Losses = [];
        }

        public List<Tensor> Losses { get; }

        public void Dispose() => collectedLosses = before;
    }
}
