using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Gives samples another shape with as many elements. Keras: <c>keras.layers.Reshape</c>.</summary>
/// <remarks>Input (batch, …), output (batch, …target shape).</remarks>
/// <param name="targetShape">The new shape without the batch axis; one size may be -1, which is what is left over.</param>
[KerasObject("Reshape")]
public sealed partial class Reshape(params int[] targetShape) : Layer
{
    /// <summary>The new shape without the batch axis; one size may be -1.</summary>
    [Config]
    public int[] TargetShape { get; } = targetShape;

    private protected override bool HasBuildStep => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var shape = ComputeOutputShape(inputs.Shape);
        if (shape[1..].IsFullyDefined && shape[0] < 0) return Ops.Reshape(inputs, new[] { -1 }.Concat(shape[1..].ToInt32Array()).ToArray());
        var batch = Ops.StridedSlice(Ops.Shape(inputs), new[] { 0 }, new[] { 1 }, new[] { 1 });
        return Ops.Reshape(inputs, Ops.ConcatV2([batch, TargetShape], 0));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        var shape = Shape.Of(TargetShape);
        long given = input[1..].ElementCount, known = 1;
        int open = -1;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i] >= 0) known *= shape[i];
            else if (open < 0) open = i;
            else throw new ArgumentException($"Layer '{Name}' can leave one size of {shape} open, not two.");
        }
        if (given >= 0 && (open < 0 ? known != given : known == 0 || given % known != 0))
            throw new ArgumentException($"Layer '{Name}' can't reshape samples of {input[1..]} ({given} elements) to {shape}.");
        return (open >= 0 && given >= 0 ? shape.With(open, given / known) : shape).Prepend(input[0]);
    }
}
