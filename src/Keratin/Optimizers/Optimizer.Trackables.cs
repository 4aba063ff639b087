using Keratin.Saving.Checkpoints;

namespace Keratin.Optimizers;

public abstract partial class Optimizer : ITrackable
{
    private RateOfSchedule? rateOfSchedule;

    private protected readonly record struct NamedSlot(Variable Variable, string Name, Variable Slot);

    IEnumerable<(string Name, object Child)> ITrackable.TrackableChildren => TrackableChildren;

    /// <summary>What checkpoints know of the optimizer, by the names of Keras's attributes.</summary>
    private protected virtual IEnumerable<(string Name, object Child)> TrackableChildren
    {
        get
        {
            yield return ("_variables", Variables);
            if (IsKeras3) yield return ("_trainable_variables", TrainedVariables);
            yield return ("_iterations", Iterations);
            if (LearningRateVariable is { } rate) yield return ("_learning_rate", rate);
            else if (!IsKeras3) yield return ("_current_learning_rate", rateOfSchedule ??= new RateOfSchedule(this));
        }
    }

    /// <summary>What checkpoints know as kept for a variable, rather than as a variable in a list.</summary>
    internal virtual IEnumerable<(Variable Variable, string Name, Variable Slot)> CheckpointSlots => [];

    // With a schedule Keras 2 keeps the rate of the moment, which follows from the number of steps.
    private sealed class RateOfSchedule(Optimizer optimizer) : ITrackableState
    {
        public EagerTensor Save() => Ops.Cast(optimizer.CurrentLearningRate(), DType.Float32).Value;

        public void Restore(EagerTensor state)
        {
        }
    }
}
