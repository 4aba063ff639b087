using Keratin.Serialization;

namespace Keratin.Losses;

/// <summary>Mean of <c>max(1 - yTrue · yPred, 0)</c>, targets being -1 or 1. Keras: <c>keras.losses.Hinge</c>.</summary>
[KerasObject("Hinge")]
public sealed partial class Hinge : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.Hinge(yTrue, yPred);
}

/// <summary>Mean of <c>max(1 - yTrue · yPred, 0)²</c>, targets being -1 or 1. Keras: <c>keras.losses.SquaredHinge</c>.</summary>
[KerasObject("SquaredHinge")]
public sealed partial class SquaredHinge : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.SquaredHinge(yTrue, yPred);
}

/// <summary>By how much the best of the other classes comes near the right one. Keras: <c>keras.losses.CategoricalHinge</c>.</summary>
[KerasObject("CategoricalHinge")]
public sealed partial class CategoricalHinge : LossFunctionWrapper
{
    private protected override Tensor Function(Tensor yTrue, Tensor yPred) => LossFunctions.CategoricalHinge(yTrue, yPred);
}
