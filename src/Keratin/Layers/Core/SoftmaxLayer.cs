using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Softmax over one or several axes; masked positions get nothing. Keras: <c>keras.layers.Softmax</c>.</summary>
[KerasObject("Softmax")]
public sealed partial class Softmax(AxisList? axis = null) : Layer
{
    /// <summary>The axes over which the outputs sum to 1; the last if not given.</summary>
    [Config]
    public AxisList Axis { get; } = axis ?? -1;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Masked(inputs, context.Mask, Axis.Values, Dialect);

    /// <summary>Softmax where what the mask leaves out is as good as minus infinity, without its NaNs: Keras 2 adds a large negative number, Keras 3 puts it in place.</summary>
    internal static Tensor Masked(Tensor inputs, Tensor? mask, ReadOnlySpan<int> axes, Dialect dialect)
    {
        if (mask is not null && dialect == Dialect.Keras2)
            inputs += (1 - Ops.Cast(mask, inputs.DType)) * Scalars.Like(inputs, inputs.DType == DType.Half ? -65504 : -1e9);
        else if (mask is not null)
            inputs = Ops.SelectV2(Ops.Cast(mask, DType.Bool), inputs, Scalars.Like(inputs, inputs.DType == DType.Half ? -3e4 : -1e9));
        return axes.Length == 1 ? Activations.ActivationFunctions.Softmax(inputs, axes[0]) : Activations.ActivationFunctions.Softmax(inputs, axes.ToArray());
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
