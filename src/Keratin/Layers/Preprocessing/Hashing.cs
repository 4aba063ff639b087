using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Strings and integers to numbers of bins, by hashing. Keras: <c>keras.layers.Hashing</c>.</summary>
[KerasObject("Hashing")]
public sealed partial class Hashing : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="numBins">The number of bins.</param>
    /// <param name="maskValue">A string or number that gets the bin 0 for itself.</param>
    /// <param name="salt">Two numbers that change how values are hashed; one stands for both.</param>
    /// <param name="outputMode">What is made of the bins' numbers.</param>
    public Hashing(int numBins, object? maskValue = null, int[]? salt = null, OutputMode outputMode = OutputMode.Int)
    {
        if (numBins < 1) throw new ArgumentOutOfRangeException(nameof(numBins), numBins, "There must be at least one bin.");
        if (salt is { Length: not (1 or 2) }) throw new ArgumentException($"A salt is one number or two; {salt.Length} were given.", nameof(salt));
        if (outputMode == OutputMode.TfIdf) throw new ArgumentException("Bins are made into int, one_hot, multi_hot or count.", nameof(outputMode));
        (NumBins, MaskValue, Salt, OutputMode) = (numBins, maskValue, salt is [var both] ? [both, both] : salt, outputMode);
        if (outputMode == OutputMode.Int) DTypePolicy = new DTypePolicy("int64");
    }

    /// <summary>The number of bins.</summary>
    [Config]
    public int NumBins { get; }

    /// <summary>Two numbers that change how values are hashed.</summary>
    [Config]
    public int[]? Salt { get; }

    /// <summary>A string or number that gets the bin 0 for itself.</summary>
    [Config]
    public object? MaskValue { get; }

    /// <summary>What is made of the bins' numbers.</summary>
    [Config]
    public OutputMode OutputMode { get; }

    /// <summary>Whether Keras's vectors would be sparse; they are dense here, with the same numbers.</summary>
    [Config]
    public bool Sparse { get; init; }

    private protected override bool Autocast => false;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        if (inputs.DType.IsFloating()) inputs = Ops.Cast(inputs, DType.Int64);
        bool isMasked = MaskValue is not null && NumBins > 1;
        var text = inputs.DType == DType.String ? inputs : Ops.AsString(inputs);
        int bins = isMasked ? NumBins - 1 : NumBins;
        var hashed = Salt is { } salt ? Ops.StringToHashBucketStrong(text, bins, [salt[0], salt[1]]) : Ops.StringToHashBucketFast(text, bins);
        if (isMasked)
        {
            Tensor mask = MaskValue is string word ? word : Scalars.Like(inputs, Convert.ToDouble(MaskValue, System.Globalization.CultureInfo.InvariantCulture));
            hashed = Ops.SelectV2(Ops.Equal(inputs, mask), Ops.ZerosLike(hashed), hashed + 1L);
        }
        return CategoryVectors.Encode(hashed, OutputMode, NumBins, ComputeDType);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => CategoryVectors.OutputShape(input, OutputMode, NumBins);
}
