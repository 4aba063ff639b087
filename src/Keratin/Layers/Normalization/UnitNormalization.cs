using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Scales vectors along one or several axes to length 1. Keras: <c>keras.layers.UnitNormalization</c>.</summary>
/// <param name="axis">The axes; the last if not given.</param>
[KerasObject("UnitNormalization")]
public sealed partial class UnitNormalization(AxisList? axis = null) : Layer
{
    /// <summary>The axes along which the sum of squares becomes 1.</summary>
    [Config]
    public AxisList Axis { get; } = axis ?? -1;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) =>
        Dialect == Dialect.Keras2 ? UnitLength.Keras2(inputs, Axis.For(inputs.Rank)) : UnitLength.Keras3(inputs, Axis.For(inputs.Rank), epsilon: 1e-12);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
