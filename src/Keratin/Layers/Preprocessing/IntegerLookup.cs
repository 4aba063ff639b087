using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Integers to indices by a vocabulary, or back. Keras: <c>keras.layers.IntegerLookup</c>.</summary>
[KerasObject("IntegerLookup")]
public sealed partial class IntegerLookup : IndexLookup
{
    /// <summary>Makes the layer; give a vocabulary, or have it learned by <see cref="PreprocessingLayer.Adapt(Tensor)"/>.</summary>
    /// <param name="vocabulary">The terms, the special ones left out or first.</param>
    /// <param name="maxTokens">The largest size of the vocabulary.</param>
    /// <param name="numOovIndices">Over how many indices unknown terms are spread.</param>
    /// <param name="maskToken">The term that stands for masked ones; none if null.</param>
    /// <param name="oovToken">The term that stands for unknown ones.</param>
    /// <param name="vocabularyDtype">The dtype of terms: int64 or int32.</param>
    /// <param name="outputMode">What is made of indices.</param>
    /// <param name="invert">Whether indices are turned into terms.</param>
    /// <param name="padToMaxTokens">Whether vectors are as long as the largest vocabulary.</param>
    /// <param name="idfWeights">How much each term counts, for the output mode tf_idf.</param>
    /// <param name="vocabularySize">The size of a vocabulary that is loaded later.</param>
    public IntegerLookup(
        Vocabulary? vocabulary = null, int? maxTokens = null, int numOovIndices = 1, long? maskToken = null, long oovToken = -1, DType vocabularyDtype = DType.Int64, OutputMode outputMode = OutputMode.Int,
        bool invert = false, bool padToMaxTokens = false, double[]? idfWeights = null, int? vocabularySize = null)
        : base(maxTokens, numOovIndices, outputMode, invert, padToMaxTokens, vocabulary, idfWeights, vocabularySize)
    {
        if (vocabularyDtype is not (DType.Int64 or DType.Int32)) throw new ArgumentException($"Terms are int64 or int32, not {vocabularyDtype.Name()}.", nameof(vocabularyDtype));
        (MaskToken, OovToken, VocabularyDtype) = (maskToken, oovToken, vocabularyDtype);
        FillGiven();
    }

    /// <summary>The term that stands for unknown ones.</summary>
    [Config]
    public long OovToken { get; }

    /// <summary>The term that stands for masked ones.</summary>
    [Config]
    public long? MaskToken { get; }

    /// <summary>The dtype of terms.</summary>
    [Config]
    public DType VocabularyDtype { get; }

    private protected override DType TermDType => VocabularyDtype;

    private protected override EagerTensor? MaskTerm => MaskToken is { } token ? Term(token) : null;

    private protected override EagerTensor OovTerm => Term(OovToken);

    /// <summary>The terms in the order of their indices (<c>get_vocabulary</c>).</summary>
    /// <param name="includeSpecialTokens">Whether those for masked and unknown terms come first.</param>
    public long[] GetVocabulary(bool includeSpecialTokens = true) =>
        VocabularyDtype == DType.Int64 ? Terms(includeSpecialTokens).ToArray<long>() : Array.ConvertAll(Terms(includeSpecialTokens).ToArray<int>(), static term => (long)term);

    private EagerTensor Term(long value) => VocabularyDtype == DType.Int64 ? Tensor.Scalar(value) : Tensor.Scalar((int)value);
}
