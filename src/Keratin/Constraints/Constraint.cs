using Keratin.Serialization;

namespace Keratin.Constraints;

/// <summary>
/// Keeps a weight's values in bounds after each training step (<c>keras.constraints.Constraint</c>). A name such as
/// <c>"non_neg"</c> converts to one.
/// </summary>
[KerasObject(Module = "keras.constraints")]
public abstract partial class Constraint : KerasObject
{
    /// <summary>What keeps divisions finite (<c>keras.config.epsilon</c>).</summary>
    private protected const float Epsilon = 1e-7f;

    /// <summary>The nearest value within the bounds.</summary>
    public abstract Tensor Apply(Tensor weight);

    /// <summary>A constraint by Keras's name, with its defaults (<c>keras.constraints.get</c>).</summary>
    /// <exception cref="KerasConfigException">Nothing has the name.</exception>
    public static Constraint Get(string name) => KerasObjects.Get<Constraint>(name);

    /// <summary>As <see cref="Get"/>.</summary>
    public static implicit operator Constraint(string name) => Get(name);

    /// <summary>The lengths of the vectors along the axes, which stay with size 1.</summary>
    private protected static Tensor Norms(Tensor weight, Axes axis) => Ops.Sqrt(Ops.Sum(Ops.Square(weight), axis.ToTensor(), keepDims: true));

    /// <summary>The values within the bounds.</summary>
    private protected static Tensor Clip(Tensor values, double min, double max) =>
        Ops.Maximum(Ops.Minimum(values, Scalars.Like(values, max)), Scalars.Like(values, min));
}
