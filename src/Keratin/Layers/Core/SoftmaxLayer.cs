using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Softmax over one or several axes; masked positions get nothing. Keras: <c>keras.layers.Softmax</c>.</summary>
[KerasObject("Softmax")]
public sealed partial class Softmax(AxisList? axis = null) : Layer
{
    // What Keras adds where the mask is false: as good as minus infinity, without its NaNs.
    private const double Excluded = -1e9;

    /// <summary>The axes over which the outputs sum to 1; the last if not given.</summary>
    [Config]
    public AxisList Axis { get; } = axis ?? -1;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        if (context.Mask is { } mask)
        {
            double excluded = inputs.DType == DType.Half ? -65504 / 2.0 : Excluded;
            inputs += (1 - Ops.Cast(mask, inputs.DType)) * Ops.Cast(excluded, inputs.DType);
        }
        return Axis.Values.Length == 1 ? Activations.ActivationFunctions.Softmax(inputs, Axis.Values[0]) : Activations.ActivationFunctions.Softmax(inputs, Axis.Values.ToArray());
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
