using Keratin.Graphs;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Numbers to the numbers of the bins that they are in; boundaries are given or learned from data. Keras: <c>keras.layers.Discretization</c>.</summary>
/// <remarks>A boundary belongs to the bin above it.</remarks>
[KerasObject("Discretization")]
public sealed partial class Discretization : PreprocessingLayer
{
    private Weight? summary;
    private (float[] Values, float[] Weights) seen = ([], []);
    private double[]? learned;

    /// <summary>Makes the layer; give boundaries, or a number of bins and have boundaries learned by <see cref="PreprocessingLayer.Adapt(Tensor)"/>.</summary>
    /// <param name="binBoundaries">The boundaries between bins, in order.</param>
    /// <param name="numBins">The number of bins of which each is to get as many of the data.</param>
    /// <param name="epsilon">The tolerance of learned boundaries, as a share of the data.</param>
    /// <param name="outputMode">What is made of the bins' numbers.</param>
    public Discretization(double[]? binBoundaries = null, int? numBins = null, double epsilon = 0.01, OutputMode outputMode = OutputMode.Int)
    {
        if (binBoundaries is null && numBins is null) throw new ArgumentException("Either boundaries or a number of bins must be given.", nameof(binBoundaries));
        if (outputMode == OutputMode.TfIdf) throw new ArgumentException("Bins are made into int, one_hot, multi_hot or count.", nameof(outputMode));
        // With both, Keras 3 writes boundaries that were learned.
        if (numBins is null) BinBoundaries = binBoundaries; else learned = binBoundaries;
        (NumBins, Epsilon, OutputMode) = (numBins, epsilon, outputMode);
        if (Dialect == Dialect.Keras2 && outputMode == OutputMode.Int) DTypePolicy = DType.Int64;
    }

    /// <summary>The boundaries between bins: those given, or once learned those.</summary>
    [Config]
    public double[]? BinBoundaries { get => field ?? (Dialect == Dialect.Keras3 ? Boundaries : null); }

    /// <summary>The number of bins that are to be learned.</summary>
    [Config]
    public int? NumBins { get; }

    /// <summary>The tolerance of learned boundaries, as a share of the data.</summary>
    [Config]
    public double Epsilon { get; }

    /// <summary>What is made of the bins' numbers.</summary>
    [Config]
    public OutputMode OutputMode { get; }

    /// <summary>Whether Keras's vectors would be sparse; they are dense here, with the same numbers.</summary>
    [Config]
    public bool Sparse { get; init; }

    /// <summary>The boundaries in use; null before there are any.</summary>
    public double[]? Boundaries => NumBins is null ? BinBoundaries : learned ?? FromSummary();

    private int Depth => Boundaries?.Length + 1 ?? NumBins!.Value;

    private DType OutputDType => OutputMode == OutputMode.Int && Dialect == Dialect.Keras3 ? DType.Int32 : ComputeDType;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        // Keras 2 keeps what it has seen as a variable, which grows.
        if (Dialect != Dialect.Keras2 || NumBins is null) return;
        summary = new Weight(this, "summary", DType.Float32, [2, -1], static () => Tensor.Zeros([2, 0]), trainable: false);
        ShareWeight(summary);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var boundaries = Boundaries ?? throw new InvalidOperationException($"Layer '{Name}' (Discretization) has no boundaries yet: give them when making it, or call Adapt.");
        var numbers = inputs.DType is DType.Float32 or DType.Float64 or DType.Int32 or DType.Int64 ? inputs : Ops.Cast(inputs, DType.Float32);
        var bins = Ops.Bucketize(numbers, Array.ConvertAll(boundaries, static boundary => (float)boundary));
        return CategoryVectors.Encode(bins, OutputMode, boundaries.Length + 1, OutputDType);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => CategoryVectors.OutputShape(input, OutputMode, Depth);

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> ComputeOutputSpecs(IReadOnlyList<TensorSpec> inputs, CallArguments arguments) => [new TensorSpec(OutputDType, ComputeOutputShape(inputs[0].Shape))];

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        if (writer.Dialect == Dialect.Keras2)
        {
            WriteProperties(writer);
            return;
        }
        // Keras 3 writes no trainable, and the dtype by its name.
        writer.Key("bin_boundaries");
        writer.Any(BinBoundaries);
        writer.Key("num_bins");
        writer.Value((long?)NumBins);
        writer.Key("epsilon");
        writer.Value(Epsilon);
        writer.Key("output_mode");
        writer.Value(OutputMode switch { OutputMode.OneHot => "one_hot", OutputMode.MultiHot => "multi_hot", OutputMode.Count => "count", _ => "int" });
        writer.Key("sparse");
        writer.Value(Sparse);
        writer.Key("name");
        writer.Value(Name);
        writer.Key("dtype");
        writer.Value(DTypePolicy.Name);
    }

    private protected override void ResetState()
    {
        if (NumBins is null) throw new InvalidOperationException($"Layer '{Name}' was given its boundaries; to learn them, make it with a number of bins.");
        (seen, learned) = (([], []), null);
    }

    private protected override void UpdateState(EagerTensor batch)
    {
        var values = Array.ConvertAll(HostTensor.ToDoubles(batch), static value => (float)value);
        seen = QuantileSummary.Merge(QuantileSummary.Of(values, Epsilon, Dialect == Dialect.Keras2), seen, Epsilon);
    }

    private protected override void FinalizeState()
    {
        learned = Array.ConvertAll(QuantileSummary.Boundaries(seen, NumBins!.Value), static boundary => (double)boundary);
        summary?.Resource.Assign(Tensor.From([.. seen.Values, .. seen.Weights], [2, seen.Values.Length]));
    }

    // What a file gave the variable.
    private double[]? FromSummary()
    {
        if (summary?.Resource.Read() is not { } value || value.Shape[1] == 0) return null;
        var numbers = value.AsSpan<float>();
        int half = numbers.Length / 2;
        return Array.ConvertAll(QuantileSummary.Boundaries((numbers[..half].ToArray(), numbers[half..].ToArray()), NumBins!.Value), static boundary => (double)boundary);
    }
}
