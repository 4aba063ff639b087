using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Makes a sequence in which each step is the input. Keras: <c>keras.layers.RepeatVector</c>.</summary>
/// <remarks>Input (batch, features), output (batch, n, features).</remarks>
/// <param name="n">The number of steps.</param>
[KerasObject("RepeatVector")]
public sealed partial class RepeatVector(int n) : Layer
{
    /// <summary>The number of steps.</summary>
    [Config]
    public int N { get; } = n > 0 ? n : throw new ArgumentOutOfRangeException(nameof(n), n, "There must be at least one step.");

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs is [{ HasRank: true } input] && input.Rank != 2) throw new ArgumentException($"Layer '{Name}' (RepeatVector) needs an input (batch, features); its shape is {input}.");
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.Tile(Ops.ExpandDims(inputs, 1), new[] { 1, N, 1 });

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => [input[0], N, input[1]];
}
