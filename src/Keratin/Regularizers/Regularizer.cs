using Keratin.Serialization;

namespace Keratin.Regularizers;

/// <summary>
/// A penalty on a tensor, added to the loss (<c>keras.regularizers.Regularizer</c>). A name such as <c>"l2"</c> converts to one.
/// </summary>
[KerasObject(Module = "keras.regularizers")]
public abstract partial class Regularizer : KerasObject
{
    /// <summary>The penalty, a scalar.</summary>
    public abstract Tensor Apply(Tensor value);

    /// <summary>A regularizer by Keras's name, with its defaults (<c>keras.regularizers.get</c>).</summary>
    /// <exception cref="KerasConfigException">Nothing has the name.</exception>
    public static Regularizer Get(string name) =>
        name == "l1_l2" ? new L1L2(0.01, 0.01) : KerasObjects.Get<Regularizer>(name);

    /// <summary>As <see cref="Get"/>.</summary>
    public static implicit operator Regularizer(string name) => Get(name);

    /// <summary>A factor of a penalty: not negative (Keras 2 has it be anything), finite.</summary>
    private protected static double Checked(double value, string name) =>
        double.IsFinite(value) && (value >= 0 || Dialects.Current == Dialect.Keras2)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "A penalty's factor is a finite number, not below 0.");

    /// <summary>The sum over all elements.</summary>
    private protected static Tensor Sum(Tensor value) => Ops.Sum(value, Scalars.AllAxes(value));

    /// <summary>The sum of all squares; Keras 2 has an op for half of it.</summary>
    private protected Tensor SumOfSquares(Tensor value) =>
        Dialect == Dialect.Keras2 ? Ops.L2Loss(value) * 2.0 : Sum(Ops.Square(value));
}
