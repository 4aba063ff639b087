using Keratin.Activations;
using Keratin.Constraints;
using Keratin.Initializers;
using Keratin.Regularizers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>What attention layers with several heads have in common: query, key and value are projected for each head, and so are the heads' results together.</summary>
/// <remarks>
/// Input: the query (batch, …T, dim); by name <c>value</c> (batch, …S, dim), <c>key</c> where it isn't the value, <c>attention_mask</c> (batch, T, S),
/// <c>use_causal_mask</c>, and <c>return_attention_scores</c>, with which the weights follow the output.
/// </remarks>
[KerasObject]
public abstract partial class HeadedAttention : Layer
{
    private EinsumDense? queryDense, keyDense, valueDense, gateDense, outputDense;
    private Dropout? dropoutLayer;

    private protected HeadedAttention(double dropout, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer)
    {
        (Dropout, UseBias) = (dropout, useBias);
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        BiasInitializer = biasInitializer ?? new Zeros();
    }

    /// <summary>The share of weights that are dropped while training.</summary>
    [Config]
    public double Dropout { get; }

    /// <summary>Whether projections have a bias.</summary>
    [Config]
    public bool UseBias { get; }

    /// <summary>Whether the heads' results are gated by a projection of the query (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public bool UseGate { get; init; }

    /// <summary>Within how many steps queries attend to values; null for all (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int? SlidingWindow { get; init; }

    /// <summary>Makes the kernels; Glorot uniform if not given.</summary>
    [Config]
    public Initializer KernelInitializer { get; }

    /// <summary>Makes the biases; zeros if not given.</summary>
    [Config]
    public Initializer BiasInitializer { get; }

    /// <summary>Penalty on the kernels.</summary>
    [Config]
    public Regularizer? KernelRegularizer { get; init; }

    /// <summary>Penalty on the biases.</summary>
    [Config]
    public Regularizer? BiasRegularizer { get; init; }

    /// <summary>Penalty on what each projection gives, and in Keras 2 on the output.</summary>
    [Config]
    public new Regularizer? ActivityRegularizer
    {
        get;
        init
        {
            field = value;
            if (Dialect == Dialect.Keras2) base.ActivityRegularizer = value;
        }
    }

    /// <summary>Applied to the kernels after each training step.</summary>
    [Config]
    public Constraint? KernelConstraint { get; init; }

    /// <summary>Applied to the biases after each training step.</summary>
    [Config]
    public Constraint? BiasConstraint { get; init; }

    /// <summary>Makes dropout reproducible (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int? Seed { get; init; }

    /// <inheritdoc/>
    protected internal override bool SupportsMasking => true;

    private protected override bool ListsActivityRegularizer => true;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> CallArgumentNames => Dialect == Dialect.Keras2
        ? ["query", "value", "key", "attention_mask"]
        : ["query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask"];

    /// <summary>The query's projection, then those of key and value, for inputs of these shapes.</summary>
    private protected abstract (EinsumDense Query, EinsumDense Key, EinsumDense Value, EinsumDense? Gate, EinsumDense Output) Projections(Shape query, Shape key, Shape value);

    /// <summary>The size by whose root products are divided.</summary>
    private protected abstract int KeySize { get; }

    /// <summary>The axes of queries and values that are attended along.</summary>
    private protected abstract int[] AttentionAxesFor(int rank);

    /// <summary>A key or value with as many heads as the query.</summary>
    private protected virtual Tensor SpreadHeads(Tensor projected) => projected;

    private protected override IReadOnlyList<Shape> ShapesToBuild(Tensors inputs, IReadOnlyList<Shape> shapes, CallArguments arguments)
    {
        var context = new CallContext(false, [], arguments.Named);
        var value = ValueOf(inputs, context);
        return KeyOf(inputs, context) is { } key ? [shapes[0], value.Shape, key.Shape] : [shapes[0], value.Shape];
    }

    internal override IReadOnlyList<SeedGenerator> Generators => dropoutLayer?.Generators ?? [];

    private protected override string CheckpointName(string attribute) => attribute.StartsWith('_') ? attribute : $"_{attribute}";

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputShapes)
    {
        Shape query = inputShapes[0], value = inputShapes.Count > 1 ? inputShapes[1] : query, key = inputShapes.Count > 2 ? inputShapes[2] : value;
        (queryDense, keyDense, valueDense, gateDense, outputDense) = Projections(query, key, value);
        // Keras's files know the projections by these attributes.
        string prefix = Dialect == Dialect.Keras2 ? "_" : "";
        Track($"{prefix}query_dense", queryDense).EnsureBuilt(query);
        Track($"{prefix}key_dense", keyDense).EnsureBuilt(key);
        if (gateDense is not null) Track("gate_dense", gateDense).EnsureBuilt(query);
        Track($"{prefix}value_dense", valueDense).EnsureBuilt(value);
        var heads = valueDense.OutputShape[^1];
        Track($"{prefix}output_dense", outputDense).EnsureBuilt(query[..^1].Append(queryDense.OutputShape[^2]).Append(heads));
        dropoutLayer = new Dropout(Dropout) { Seed = Seed, DTypePolicy = DTypePolicy };
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        Tensor query = inputs[0], value = ValueOf(inputs, context), key = KeyOf(inputs, context) ?? value;
        var mask = MaskOf(query, value, key, context);
        var gate = gateDense?.Apply(query);
        Tensor q = queryDense!.Apply(query), k = SpreadHeads(keyDense!.Apply(key)), v = SpreadHeads(valueDense!.Apply(value));

        var equations = new AttentionEquations(q.Rank, AttentionAxesFor(q.Rank));
        var scores = Ops.Einsum([k, q * Scalars.Like(q, 1 / Math.Sqrt(KeySize))], equations.Products);
        while (mask is not null && mask.Rank < scores.Rank) mask = Ops.ExpandDims(mask, -2 * equations.AxisCount - 1);
        var weights = Softmax.Masked(scores, mask, equations.ScoreAxes, Dialect);
        var result = Ops.Einsum([dropoutLayer!.Apply(weights, context.Training), v], equations.Averages);
        var output = outputDense!.Apply(gate is null ? result : result * gate);
        return context.Flag("return_attention_scores") ? [output, weights] : output;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<Tensor?> ComputeMask(Tensors inputs, IReadOnlyList<Tensor?> masks, int outputCount) => [masks.Count > 0 ? masks[0] : null];

    /// <inheritdoc/>
    public override bool WriteBuildConfig(ConfigWriter writer)
    {
        if (!IsBuilt) return false;
        if (writer.Dialect == Dialect.Keras2)
        {
            writer.Key("input_shape");
            writer.Value(BuildShapes[0]);
            return true;
        }
        writer.Key("shapes_dict");
        writer.BeginObject();
        for (int i = 0; i < BuildShapes.Count; i++)
        {
            writer.Key($"{CallArgumentNames[i]}_shape");
            writer.Value(BuildShapes[i]);
        }
        writer.EndObject();
        return true;
    }

    /// <summary>A projection with the layer's settings.</summary>
    private protected EinsumDense Project(string name, string equation, Shape outputShape, string biasAxes, Activation? activation = null) =>
        new(equation, outputShape, activation, UseBias ? biasAxes : null, KernelInitializer, BiasInitializer)
        {
            Name = name,
            DTypePolicy = DTypePolicy,
            KernelRegularizer = KernelRegularizer,
            BiasRegularizer = BiasRegularizer,
            ActivityRegularizer = ActivityRegularizer,
            KernelConstraint = KernelConstraint,
            BiasConstraint = BiasConstraint,
        };

    private Tensor ValueOf(Tensors inputs, CallContext context) => context.Tensor("value") ?? (inputs.Count > 1 ? inputs[1]
        : throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs a value beside the query: give it by name as 'value'."));

    private static Tensor? KeyOf(Tensors inputs, CallContext context) => context.Tensor("key") ?? (inputs.Count > 2 ? inputs[2] : null);

    private Tensor? MaskOf(Tensor query, Tensor value, Tensor key, CallContext context)
    {
        var queryMask = QueryMask(query, context);
        var valueMask = context.Tensor("value_mask") ?? value.KerasMask;
        var keyMask = context.Tensor("key_mask") ?? (ReferenceEquals(key, value) ? null : key.KerasMask);
        var mask = context.Tensor("attention_mask");
        if (queryMask is not null) mask = AttentionMask.And(mask, Ops.ExpandDims(queryMask, -1));
        if (valueMask is not null) mask = AttentionMask.And(mask, Ops.ExpandDims(valueMask, -2));
        if (keyMask is not null) mask = AttentionMask.And(mask, Ops.ExpandDims(keyMask, -2));
        if (context.Flag("use_causal_mask")) mask = AttentionMask.And(mask, AttentionMask.Causal(Sizing.Of(query, 1), Sizing.Of(value, 1)));
        if (SlidingWindow is { } steps) mask = AttentionMask.And(mask, AttentionMask.Window(Sizing.Of(query, 1), Sizing.Of(value, 1), steps));
        return mask;
    }

    /// <summary>The query's mask: the one that it carries.</summary>
    private protected virtual Tensor? QueryMask(Tensor query, CallContext context) => context.Mask;
}
