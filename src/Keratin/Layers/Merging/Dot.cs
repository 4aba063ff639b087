using Keratin.Graphs;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>The dot products of two inputs' vectors along an axis of each, sample by sample. Keras: <c>keras.layers.Dot</c>.</summary>
/// <remarks>Inputs (batch, …) and (batch, …); the output has the first's axes without its own, then the second's without the batch and its own.</remarks>
/// <param name="axes">The axis of both inputs, or one for each; not the batch.</param>
/// <param name="normalize">Whether vectors are scaled to length 1, which gives cosines.</param>
[KerasObject("Dot")]
public sealed partial class Dot(AxisList axes, bool normalize = false) : Layer
{
    /// <summary>The axis of both inputs, or one for each.</summary>
    [Config]
    public AxisList Axes { get; } = axes.Values.Length is 1 or 2 ? axes : throw new ArgumentException($"One axis or two are needed; {axes.Values.Length} were given.", nameof(axes));

    /// <summary>Whether vectors are scaled to length 1.</summary>
    [Config]
    public bool Normalize { get; } = normalize;

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"Layer '{Name}' (Dot) needs a list of 2 inputs; {inputs.Count} were given.");
        if (!inputs[0].HasRank || !inputs[1].HasRank) return;
        var (first, second) = AxesFor(inputs[0].Rank, inputs[1].Rank);
        if (inputs[0][first] >= 0 && inputs[1][second] >= 0 && inputs[0][first] != inputs[1][second])
            throw new ArgumentException($"Layer '{Name}' multiplies vectors of one length; axis {first} of {inputs[0]} and axis {second} of {inputs[1]} differ.");
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        Tensor x = inputs[0], y = inputs[1];
        var (first, second) = AxesFor(x.Rank, y.Rank);
        if (Normalize) (x, y) = (Unit(x, first), Unit(y, second));
        // Letters of the two inputs' axes; the batch and the contracted axis have the same in both.
        const string Batch = "a", Contracted = "z";
        string left = Letters("bcdefgh", x.Rank, first), right = Letters("ijklmno", y.Rank, second);
        string result = Batch + (left + right).Replace(Batch, "").Replace(Contracted, "");
        var product = Ops.Einsum([x, y], $"{left},{right}->{result}");
        return result.Length > 1 ? product : Ops.ExpandDims(product, 1);

        static string Letters(string free, int rank, int contracted)
        {
            int next = 0;
            return string.Concat(Enumerable.Range(0, rank).Select(axis => axis == 0 ? Batch : axis == contracted ? Contracted : free[next++].ToString()));
        }
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) => [null];

    private (int, int) AxesFor(int first, int second)
    {
        return (Of(Axes.Values[0], first), Of(Axes.Values[^1], second));

        int Of(int axis, int rank)
        {
            int found = axis < 0 ? axis + rank : axis;
            return found > 0 && found < rank ? found : throw new ArgumentException($"Layer '{Name}' multiplies along axis {axis} of an input with {rank} axes; it must be one behind the batch.");
        }
    }

    private Tensor Unit(Tensor x, int axis) => Dialect == Dialect.Keras2 ? UnitLength.Keras2(x, [axis]) : UnitLength.Keras3(x, [axis]);
}
