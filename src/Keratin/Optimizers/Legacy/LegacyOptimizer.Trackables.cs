using Keratin.Saving.Checkpoints;

namespace Keratin.Optimizers.Legacy;

public abstract partial class LegacyOptimizer
{
    private Constant[]? constants;

    /// <summary>The numbers that Keras kept as variables, by name, beside decay and learning rate.</summary>
    private protected virtual IEnumerable<(string Name, double Value)> Hyperparameters => [];

    private protected override IEnumerable<(string Name, object Child)> TrackableChildren
    {
        get
        {
            var sorted = new SortedDictionary<string, object>(StringComparer.Ordinal);
            foreach (var constant in constants ??= [new("decay", Decay), .. Hyperparameters.Select(static entry => new Constant(entry.Name, entry.Value))]) sorted[constant.Name] = constant;
            if (LearningRateVariable is { } rate) sorted["learning_rate"] = rate;
            return sorted.Select(static entry => (entry.Key, entry.Value)).Prepend(("iter", Iterations));
        }
    }

    /// <summary>Slot by slot, as they were first added.</summary>
    internal override IEnumerable<(Variable Variable, string Name, Variable Slot)> CheckpointSlots =>
        NamedSlots.GroupBy(static slot => slot.Name).SelectMany(static group => group).Select(static slot => (slot.Variable, slot.Name, slot.Slot));

    /// <summary>A number of the optimizer's config: another one in a checkpoint would silently train otherwise than either says.</summary>
    private sealed class Constant(string name, double value) : ITrackableState
    {
        public string Name => name;

        public EagerTensor Save() => Tensor.Scalar((float)value);

        public void Restore(EagerTensor state)
        {
            if (state.DType != DType.Float32 || state.Shape.Rank != 0 || state.Item<float>() != (float)value)
                throw new ArgumentException($"the optimizer was made with {name} = {value}, the checkpoint has {state}: make the optimizer with that value");
        }
    }
}
