using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Attention by the sum of the hyperbolic tangents of query plus key (Bahdanau). Keras: <c>keras.layers.AdditiveAttention</c>.</summary>
/// <param name="useScale">Whether each element is scaled by a trained number.</param>
/// <param name="dropout">The share of weights that are dropped while training.</param>
/// <inheritdoc cref="DotAttention"/>
[KerasObject("AdditiveAttention")]
public sealed partial class AdditiveAttention(bool useScale = true, double dropout = 0) : DotAttention(useScale, dropout)
{
    private Weight? scale;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (UseScale) scale = AddWeight("scale", [input[^1]], new GlorotUniform());
    }

    private protected override Tensor Scores(Tensor query, Tensor key)
    {
        var tanh = Ops.Tanh(Ops.ExpandDims(query, -2) + Ops.ExpandDims(key, -3));
        return Ops.Sum(scale is null ? tanh : Read(scale) * tanh, -1);
    }
}
