using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary><c>inputs · scale + offset</c>. Keras: <c>keras.layers.Rescaling</c>.</summary>
/// <param name="scale">One factor, or one for each channel.</param>
/// <param name="offset">What is added, one number or one for each channel.</param>
[KerasObject("Rescaling")]
public sealed partial class Rescaling(Numbers scale, Numbers? offset = null) : Layer
{
    /// <summary>The factor.</summary>
    [Config]
    public Numbers Scale { get; } = scale;

    /// <summary>What is added.</summary>
    [Config]
    public Numbers Offset { get; } = offset ?? 0.0;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) =>
        Ops.Cast(inputs, ComputeDType) * Scale.ToTensor(ComputeDType) + Offset.ToTensor(ComputeDType);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;
}
