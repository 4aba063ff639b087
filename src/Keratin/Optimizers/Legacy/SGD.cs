using Keratin.Serialization;

namespace Keratin.Optimizers.Legacy;

/// <summary>Gradient descent as it was before Keras 2.11 (<c>keras.optimizers.legacy.SGD</c>).</summary>
[KerasObject("SGD")]
public sealed partial class SGD(LearningRate? learningRate = null, double momentum = 0, bool nesterov = false) : LegacyOptimizer(learningRate ?? 0.01)
{
    private readonly Hyperparameter momentum = new("momentum", momentum);
    private Variable[] momentums = [];

    /// <summary>How much of a step goes on into the next.</summary>
    [Config]
    public double Momentum => momentum.Value;

    /// <summary>Whether the gradient is taken as if the momentum had been followed already.</summary>
    [Config]
    public bool Nesterov { get; } = nesterov;

    private protected override IEnumerable<Hyperparameter> Hyperparameters => [momentum];

    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        if (momentum.Given > 0) momentums = AddSlots(variables, "momentum");
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        if (momentums.Length == 0)
        {
            Optimizers.SGD.Descend(gradient, variable, learningRate);
            return;
        }
        var (accumulator, momentum) = (momentums[IndexOf(variable)].Handle, Scalar(this.momentum, variable.DType));
        if (gradient is IndexedSlices slices)
        {
            var (values, indices) = UniqueRows(slices);
            Ops.ResourceSparseApplyKerasMomentum(variable.Handle, accumulator, learningRate, values, indices, momentum, useNesterov: Nesterov);
        }
        else Ops.ResourceApplyKerasMomentum(variable.Handle, accumulator, learningRate, gradient, momentum, useNesterov: Nesterov);
    }
}
