namespace Keratin.Optimizers.Legacy;

public abstract partial class LegacyOptimizer
{
    // Kept in checkpoints only: Keras trains with the config's decay whatever was restored.
    private Hyperparameter? decay;

    /// <summary>The numbers that are variables to Keras, beside decay and learning rate.</summary>
    private protected virtual IEnumerable<Hyperparameter> Hyperparameters => [];

    private protected override IEnumerable<(string Name, object Child)> TrackableChildren
    {
        get
        {
            var sorted = new SortedDictionary<string, object>(StringComparer.Ordinal);
            foreach (var number in Hyperparameters.Prepend(decay ??= new("decay", Decay))) sorted[number.Name] = number.VariableOf(this);
            if (LearningRateVariable is { } rate) sorted["learning_rate"] = rate;
            return sorted.Select(static entry => (entry.Key, entry.Value)).Prepend(("iter", Iterations));
        }
    }

    /// <summary>Slot by slot, as they were first added.</summary>
    internal override IEnumerable<(Variable Variable, string Name, Variable Slot)> CheckpointSlots =>
        NamedSlots.GroupBy(static slot => slot.Name).SelectMany(static group => group).Select(static slot => (slot.Variable, slot.Name, slot.Slot));
}
