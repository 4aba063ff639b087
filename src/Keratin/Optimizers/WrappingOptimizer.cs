using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>An optimizer that hands its steps on to others.</summary>
[KerasObject]
public abstract partial class WrappingOptimizer : Optimizer
{
    private Variable? ownIterations;
    private Variable? ownLearningRate;

    private protected WrappingOptimizer() : base(0.0)
    {
    }

    // Keras 3 keeps a count and a rate even here; they only matter to files.
    private protected Variable OwnIterations => ownIterations ??= new Variable(Tensor.Scalar(0L), StateName("iteration"), trainable: false);

    private protected Variable OwnLearningRate => ownLearningRate ??= new Variable(Tensor.Scalar(0f), StateName("learning_rate"), trainable: false);

    /// <inheritdoc/>
    public abstract override void ApplyGradients(IReadOnlyList<Tensor?> gradients, IReadOnlyList<Variable> variables);

    /// <inheritdoc/>
    public override void FinalizeVariableValues()
    {
        foreach (var (_, optimizer) in Wrapped) optimizer.FinalizeVariableValues();
    }

    /// <summary>Not to be called: whole steps are handed on, so there are no updates of one variable here.</summary>
    protected sealed override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate) =>
        throw new InvalidOperationException($"{ClassName} does not update variables itself; call ApplyGradients.");
}
