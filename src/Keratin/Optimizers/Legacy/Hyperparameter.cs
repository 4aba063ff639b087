namespace Keratin.Optimizers.Legacy;

/// <summary>
/// A number of an optimizer's config that Keras kept as a float32 variable: checkpoints hold it, and restoring one changes it.
/// </summary>
internal sealed class Hyperparameter(string name, double given)
{
    private Variable? variable;

    public string Name => name;

    /// <summary>The number that the optimizer was made with: it decides what state there is.</summary>
    public double Given => given;

    /// <summary>The number in force: the one given, with all its digits, until a checkpoint brings another.</summary>
    public double Value => variable?.Resource.Read().Item<float>() is { } now && now != (float)given ? now : given;

    /// <summary>The variable, made when it is first asked for.</summary>
    public Variable VariableOf(LegacyOptimizer optimizer) => variable ??= new Variable(Tensor.Scalar((float)given), $"{optimizer.Name}/{name}", trainable: false);
}
