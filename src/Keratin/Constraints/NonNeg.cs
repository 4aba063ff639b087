using Keratin.Serialization;

namespace Keratin.Constraints;

/// <summary>Sets negative values to 0 (<c>keras.constraints.NonNeg</c>).</summary>
[KerasObject("NonNeg", "nonneg")]
public sealed partial class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight) => Dialect == Dialect.Keras2
        ? weight * Ops.Cast(weight >= 0f, weight.DType)
        : Ops.Maximum(weight, Scalars.Like(weight, 0));
}
