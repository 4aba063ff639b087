using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Repeats each step. Keras: <c>keras.layers.UpSampling1D</c>.</summary>
/// <remarks>Input (batch, steps, channels), output (batch, steps · size, channels).</remarks>
/// <param name="size">How often each step is repeated.</param>
[KerasObject("UpSampling1D")]
public sealed partial class UpSampling1D(int size = 2) : Layer
{
    /// <summary>How often each step is repeated.</summary>
    [Config]
    public int Size { get; } = size > 0 ? size : throw new ArgumentOutOfRangeException(nameof(size), size, "A step is repeated at least once.");

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs) => SpatialLayout.CheckRank(this, inputs, 1);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Sizing.Repeat(inputs, 1, Size);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input.With(1, input[1] < 0 ? -1 : input[1] * Size);
}
