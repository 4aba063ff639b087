using Keratin.Serialization;

namespace Keratin.Optimizers;

/// <summary>Gradient descent, with momentum if wanted. Keras: <c>keras.optimizers.SGD</c>.</summary>
[KerasObject("SGD")]
public sealed partial class SGD(LearningRate? learningRate = null, double momentum = 0, bool nesterov = false) : Optimizer(learningRate ?? 0.01)
{
    private Variable[] momentums = [];

    /// <summary>How much of a step goes on into the next, 0 to 1.</summary>
    [Config]
    public double Momentum { get; } = momentum is >= 0 and <= 1 ? momentum : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "The momentum has to lie between 0 and 1.");

    /// <summary>Whether the gradient is taken as if the momentum had been followed already.</summary>
    [Config]
    public bool Nesterov { get; } = nesterov;

    // Keras 2 keeps the slot even where there is no momentum.
    /// <inheritdoc/>
    protected override void CreateSlots(IReadOnlyList<Variable> variables)
    {
        if (!IsKeras3 || Momentum != 0) momentums = AddSlots(variables, IsKeras3 ? "momentum" : "m");
    }

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        if (momentums.Length > 0)
            Ops.ResourceApplyKerasMomentum(
                variable.Handle, momentums[IndexOf(variable)].Handle, learningRate, Dense(gradient), Scalar(Momentum, variable.DType), useNesterov: Nesterov);
        else Descend(gradient, variable, learningRate);
    }

    internal static void Descend(Tensor gradient, Variable variable, Tensor learningRate)
    {
        if (gradient is IndexedSlices slices) Ops.ResourceScatterSub(variable.Handle, slices.Indices, slices.Values * learningRate);
        else Ops.ResourceApplyGradientDescent(variable.Handle, learningRate, gradient);
    }
}
