using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Reorders a sample's axes. Keras: <c>keras.layers.Permute</c>.</summary>
/// <param name="dims">Which of the input's axes comes where; they count from 1, the batch stays in front.</param>
[KerasObject("Permute")]
public sealed partial class Permute(params int[] dims) : Layer
{
    /// <summary>Which of the input's axes comes where, from 1.</summary>
    [Config]
    public int[] Dims { get; } = dims.Order().SequenceEqual(Enumerable.Range(1, dims.Length)) ? dims
        : throw new ArgumentException($"The axes must be 1 to {dims.Length} in some order; ({string.Join(", ", dims)}) was given.", nameof(dims));

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs is [{ HasRank: true } input] && input.Rank != Dims.Length + 1)
            throw new ArgumentException($"Layer '{Name}' (Permute) reorders {Dims.Length} axes besides the batch; its input's shape is {input}.");
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context) => Ops.Transpose(inputs, [0, .. Dims]);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        var output = input;
        for (int i = 0; i < Dims.Length; i++) output = output.With(i + 1, input[Dims[i]]);
        return output;
    }
}
