using Keratin.Graphs;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Lays the inputs end to end along an axis. Keras: <c>keras.layers.Concatenate</c>.</summary>
[KerasObject("Concatenate")]
public sealed partial class Concatenate(int axis = -1) : Layer
{
    /// <summary>The axis along which the inputs may differ.</summary>
    [Config]
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count == 0) throw new ArgumentException($"Layer '{Name}' (Concatenate) needs a list of inputs; none was given.");
        if (!inputs.All(static input => input.HasRank)) return;
        int rank = inputs[0].Rank, along = Axis < 0 ? Axis + rank : Axis;
        if (along < 0 || along >= rank) throw new ArgumentException($"Layer '{Name}' concatenates along axis {Axis}; its inputs have {rank} axes.");
        foreach (var input in inputs)
            if (input.Rank != rank || !input.With(along, -1).IsCompatibleWith(inputs[0].With(along, -1)))
                throw new ArgumentException($"Layer '{Name}' needs inputs that agree but for axis {Axis}; shapes are {string.Join(", ", inputs)}.");
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context) => inputs.Count == 1 ? inputs[0] : Ops.ConcatV2(inputs.AsSpan(), Axis);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount)
    {
        if (masks.All(static mask => mask is null)) return [null];
        var parts = new Tensor[inputs.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            // An input without a mask counts everywhere; a mask with fewer axes holds for all elements of the others.
            if (masks[i] is not { } mask) parts[i] = Ops.Cast(Ops.OnesLike(inputs[i]), DType.Bool);
            else
            {
                while (mask.Rank < inputs[i].Rank) mask = Ops.ExpandDims(mask, -1);
                parts[i] = Ops.LogicalAnd(mask, Ops.Cast(Ops.OnesLike(inputs[i]), DType.Bool));
            }
        }
        var joined = Ops.ConcatV2(parts, Axis);
        return [Dialect == Dialect.Keras3 ? Ops.Any(joined, -1) : Ops.All(joined, -1)];
    }
}
