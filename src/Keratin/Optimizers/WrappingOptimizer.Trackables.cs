using Keratin.Saving.Checkpoints;
using Keratin.Serialization;

namespace Keratin.Optimizers;

public sealed partial class LossScaleOptimizer
{
    /// <summary>Keras 2 hides the optimizer within: checkpoints know its state as that of this one.</summary>
    private protected override IEnumerable<(string Name, object Child)> TrackableChildren => Dialect == Dialect.Keras2
        ? ((ITrackable)InnerOptimizer).TrackableChildren.Append(("loss_scale", new Dictionary<string, Variable> { ["current_loss_scale"] = LossScale, ["good_steps"] = DynamicCounter }))
        :
        [
            ("_variables", (Variable[])[OwnIterations, OwnLearningRate, DynamicCounter, LossScale]), ("_trainable_variables", TrainedVariables), ("_iterations", OwnIterations),
            ("_learning_rate", OwnLearningRate), ("inner_optimizer", InnerOptimizer), ("step_counter", DynamicCounter), ("dynamic_scale", LossScale),
        ];

    internal override IEnumerable<(Variable Variable, string Name, Variable Slot)> CheckpointSlots => Dialect == Dialect.Keras2 ? InnerOptimizer.CheckpointSlots : [];
}

public sealed partial class MultiOptimizer
{
    /// <summary>Keras leaves the list of optimizers empty in its checkpoints, and so loses their state; here it is kept, under the list's name.</summary>
    private protected override IEnumerable<(string Name, object Child)> TrackableChildren =>
    [
        ("_variables", (Variable[])[OwnIterations, OwnLearningRate]), ("_trainable_variables", TrainedVariables), ("_iterations", OwnIterations),
        ("_learning_rate", OwnLearningRate), ("_inner_optimizers", optimizers),
    ];
}
