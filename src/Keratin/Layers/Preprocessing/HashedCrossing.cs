using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Combinations of features to numbers of bins, by hashing. Keras: <c>keras.layers.HashedCrossing</c>.</summary>
/// <remarks>Inputs: two or more of strings or integers, (batch), (batch, 1) or single ones.</remarks>
[KerasObject("HashedCrossing")]
public sealed partial class HashedCrossing : Layer
{
    // What TensorFlow starts hashes of crosses from.
    private const long HashKey = 0xDECAFCAFFE;

    /// <summary>Makes the layer.</summary>
    /// <param name="numBins">The number of bins.</param>
    /// <param name="outputMode">What is made of the bins' numbers: int or one_hot.</param>
    public HashedCrossing(int numBins, OutputMode outputMode = OutputMode.Int)
    {
        if (numBins < 1) throw new ArgumentOutOfRangeException(nameof(numBins), numBins, "There must be at least one bin.");
        if (outputMode is not (OutputMode.Int or OutputMode.OneHot)) throw new ArgumentException($"Crosses are made into int or one_hot; {outputMode} was asked for.", nameof(outputMode));
        (NumBins, OutputMode) = (numBins, outputMode);
        if (outputMode == OutputMode.Int) DTypePolicy = new DTypePolicy("int64");
    }

    /// <summary>The number of bins.</summary>
    [Config]
    public int NumBins { get; }

    /// <summary>What is made of the bins' numbers.</summary>
    [Config]
    public OutputMode OutputMode { get; }

    /// <summary>Whether Keras's vectors would be sparse; they are dense here, with the same numbers.</summary>
    [Config]
    public bool Sparse { get; init; }

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count < 2) throw new ArgumentException($"Layer '{Name}' (HashedCrossing) crosses a list of at least 2 inputs; {inputs.Count} was given.");
        foreach (var input in inputs)
            if (input.HasRank && (input.Rank > 2 || (input.Rank == 2 && input[1] != 1)))
                throw new ArgumentException($"Layer '{Name}' (HashedCrossing) takes single features, (batch) or (batch, 1); an input's shape is {input}.");
    }

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        var columns = new Tensor[inputs.Count];
        var types = new DType[inputs.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Ops.Reshape(inputs[i].DType is DType.String or DType.Int64 ? inputs[i] : Ops.Cast(inputs[i], DType.Int64), new[] { -1, 1 });
            types[i] = columns[i].DType;
        }
        var crossed = Ops.Execute(
            "SparseCross", columns, ("N", 0L), ("hashed_output", true), ("num_buckets", (long)NumBins), ("hash_key", HashKey), ("sparse_types", Array.Empty<DType>()),
            ("dense_types", types), ("out_type", DType.Int64), ("internal_type", DType.Int64))[1];
        var bins = inputs[0].Rank switch { 0 => Ops.Reshape(crossed, Array.Empty<int>()), 1 => crossed, _ => Ops.Reshape(crossed, new[] { -1, 1 }) };
        return CategoryVectors.Encode(bins, OutputMode, NumBins, ComputeDType);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter writer)
    {
        if (writer.Dialect == Dialect.Keras2)
        {
            WriteProperties(writer);
            return;
        }
        // Keras 3 writes no trainable, and the dtype by its name.
        writer.Key("num_bins");
        writer.Value(NumBins);
        writer.Key("output_mode");
        writer.Value(OutputMode == OutputMode.OneHot ? "one_hot" : "int");
        writer.Key("sparse");
        writer.Value(Sparse);
        writer.Key("name");
        writer.Value(Name);
        writer.Key("dtype");
        writer.Value(DTypePolicy.Name);
    }
}
