using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Marks timesteps whose features all have one value as not to count, for the layers that follow. Keras: <c>keras.layers.Masking</c>.</summary>
/// <remarks>Input and output (batch, time, …); the features of masked steps become zero.</remarks>
/// <param name="maskValue">The value that marks a step.</param>
[KerasObject("Masking")]
public sealed partial class Masking(double maskValue = 0) : Layer
{
    /// <summary>The value that marks a step.</summary>
    [Config]
    public double MaskValue { get; } = maskValue;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => inputs * Ops.Cast(Counts(inputs, keepDims: true), inputs.DType);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) => [Counts(inputs[0], keepDims: false)];

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    private Tensor Counts(Tensor inputs, bool keepDims) => Ops.Any(Ops.NotEqual(inputs, Ops.Cast(MaskValue, inputs.DType)), -1, keepDims);
}
