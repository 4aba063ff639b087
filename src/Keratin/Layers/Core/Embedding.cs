using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Turns integers into vectors, rows of a trained matrix. Keras: <c>keras.layers.Embedding</c>.</summary>
/// <remarks>Input (batch, …) of integers from 0 up to <see cref="InputDim"/>, output (batch, …, <see cref="OutputDim"/>).</remarks>
[KerasObject("Embedding", Ignored = ["lora_rank"])]
public partial class Embedding(int inputDim, int outputDim, Initializer? embeddingsInitializer = null, bool maskZero = false) : Layer
{
    /// <summary>The number of vectors.</summary>
    [Config]
    public int InputDim { get; } = inputDim > 0 ? inputDim : throw new ArgumentOutOfRangeException(nameof(inputDim), inputDim, "An Embedding needs at least one vector.");

    /// <summary>The vectors' size.</summary>
    [Config]
    public int OutputDim { get; } = outputDim > 0 ? outputDim : throw new ArgumentOutOfRangeException(nameof(outputDim), outputDim, "An Embedding's vectors need at least one element.");

    /// <summary>Makes the vectors; uniform between ±0.05 if not given.</summary>
    [Config]
    public Initializer EmbeddingsInitializer { get; } = embeddingsInitializer ?? new RandomUniform();

    /// <summary>Penalty on the vectors.</summary>
    [Config]
    public Regularizer? EmbeddingsRegularizer { get; init; }

    /// <summary>Penalty on the output.</summary>
    [Config]
    public new Regularizer? ActivityRegularizer { get => base.ActivityRegularizer; init => base.ActivityRegularizer = value; }

    /// <summary>Applied to the vectors after each training step.</summary>
    [Config]
    public Constraint? EmbeddingsConstraint { get; init; }

    /// <summary>Whether 0 stands for padding, which later layers are to leave out.</summary>
    [Config]
    public bool MaskZero { get; } = maskZero;

    /// <summary>The length of the input sequences, where it is fixed (Keras 2).</summary>
    [Config(Dialect = Dialect.Keras2)]
    public int? InputLength { get; init; }

    /// <summary>How a quantized layer computes (Keras 3); quantized layers can't be read, so there is none.</summary>
    [Config(Dialect = Dialect.Keras3)]
    public string? QuantizationConfig { get; init; }

    /// <summary>The vectors, (input dim, output dim); null before the layer is built.</summary>
    public Weight? Embeddings { get; private set; }

    private protected override bool Autocast => false;

    private protected override bool ListsActivityRegularizer => true;

    /// <inheritdoc/>
    protected override void Build(Shape input) =>
        Embeddings = AddWeight("embeddings", [InputDim, OutputDim], EmbeddingsInitializer, EmbeddingsRegularizer, EmbeddingsConstraint);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var indices = inputs.DType is DType.Int32 or DType.Int64 ? inputs : Ops.Cast(inputs, DType.Int32);
        var vectors = Ops.ResourceGather(Embeddings!.Handle, indices, Embeddings.DType);
        return vectors.DType == ComputeDType ? vectors : Ops.Cast(vectors, ComputeDType);
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) =>
        [MaskZero ? Ops.NotEqual(inputs[0], Ops.ZerosLike(inputs[0])) : null];

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input.Append(OutputDim);
}
