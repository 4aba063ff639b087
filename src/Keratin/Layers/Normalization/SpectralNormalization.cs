using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// Wraps a layer and, at each call while training, divides its kernel by an estimate of its largest singular value. Keras 3:
/// <c>keras.layers.SpectralNormalization</c>.
/// </summary>
/// <param name="layer">A layer with a kernel or embeddings.</param>
/// <param name="powerIterations">How often the estimate is improved at each call.</param>
[KerasObject("SpectralNormalization")]
public sealed partial class SpectralNormalization(Layer layer, int powerIterations = 1) : Layer
{
    private Weight? kernel, vector;

    /// <summary>The wrapped layer.</summary>
    [Config]
    public Layer Layer { get; } = layer;

    /// <summary>How often the estimate is improved at each call.</summary>
    [Config]
    public int PowerIterations { get; } = powerIterations > 0 ? powerIterations : throw new ArgumentOutOfRangeException(nameof(powerIterations), powerIterations, "At least one iteration is needed.");

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => Layer.SupportsMasking;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Track("layer", Layer).EnsureBuilt(input);
        kernel = Layer.OwnWeights.FirstOrDefault(static weight => weight.Name is "kernel" or "embeddings")
            ?? throw new ArgumentException($"Layer '{Name}' (SpectralNormalization) needs a layer with a kernel or embeddings; '{Layer.Name}' ({Layer.ClassName}) has neither.");
        // Keras counts the kernel among the wrapper's own weights, too.
        ShareWeight(kernel);
        vector = AddWeight("vector_u", [1, kernel.Shape[^1]], new TruncatedNormal(stddev: 0.02), trainable: false, dtype: kernel.DType);
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        if (context.Training) Normalize();
        return Layer.Apply(inputs, context.Training);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => Layer.ComputeOutputShape(input);

    private void Normalize()
    {
        Tensor value = kernel!.Value, before = vector!.Value, u = before, v = before;
        var matrix = Ops.Reshape(value, new[] { -1, checked((int)kernel.Shape[^1]) });
        for (int i = 0; i < PowerIterations; i++)
        {
            v = UnitLength.Keras3(Ops.MatMul(u, matrix, transposeB: true), [0, 1]);
            u = UnitLength.Keras3(Ops.MatMul(v, matrix), [0, 1]);
        }
        var sigma = Ops.Reshape(Ops.MatMul(Ops.MatMul(v, matrix), u, transposeB: true), Array.Empty<int>());
        // A kernel of zeros has nothing to divide by.
        var isZero = Ops.All(Ops.Equal(value, Ops.ZerosLike(value)), Scalars.AllAxes(value));
        vector.Assign(Ops.SelectV2(isZero, before, u));
        kernel.Assign(Ops.SelectV2(isZero, value, value / sigma));
    }
}
