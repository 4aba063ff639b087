using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Strings to indices by a vocabulary, or back. Keras: <c>keras.layers.StringLookup</c>.</summary>
[KerasObject("StringLookup")]
public sealed partial class StringLookup : IndexLookup
{
    /// <summary>Makes the layer; give a vocabulary, or have it learned by <see cref="PreprocessingLayer.Adapt(Tensor)"/>.</summary>
    /// <param name="vocabulary">The terms, the special ones left out or first.</param>
    /// <param name="maxTokens">The largest size of the vocabulary.</param>
    /// <param name="numOovIndices">Over how many indices unknown terms are spread.</param>
    /// <param name="maskToken">The term that stands for masked ones; none if null.</param>
    /// <param name="oovToken">The term that stands for unknown ones.</param>
    /// <param name="outputMode">What is made of indices.</param>
    /// <param name="invert">Whether indices are turned into strings.</param>
    /// <param name="padToMaxTokens">Whether vectors are as long as the largest vocabulary.</param>
    /// <param name="idfWeights">How much each term counts, for the output mode tf_idf.</param>
    /// <param name="vocabularySize">The size of a vocabulary that is loaded later.</param>
    public StringLookup(
        Vocabulary? vocabulary = null, int? maxTokens = null, int numOovIndices = 1, string? maskToken = null, string oovToken = "[UNK]", OutputMode outputMode = OutputMode.Int,
        bool invert = false, bool padToMaxTokens = false, double[]? idfWeights = null, int? vocabularySize = null)
        : base(maxTokens, numOovIndices, outputMode, invert, padToMaxTokens, vocabulary, idfWeights, vocabularySize)
    {
        (MaskToken, OovToken) = (maskToken, oovToken);
        FillGiven();
    }

    /// <summary>The term that stands for unknown ones.</summary>
    [Config]
    public string OovToken { get; }

    /// <summary>The term that stands for masked ones.</summary>
    [Config]
    public string? MaskToken { get; }

    /// <summary>How strings are encoded; UTF-8 is the only one used.</summary>
    [Config]
    public string Encoding { get; init; } = "utf-8";

    private protected override DType TermDType => DType.String;

    private protected override EagerTensor? MaskTerm => MaskToken is null ? null : Tensor.FromStrings([MaskToken], Shape.Scalar);

    private protected override EagerTensor OovTerm => Tensor.FromStrings([OovToken], Shape.Scalar);

    /// <summary>The terms in the order of their indices (<c>get_vocabulary</c>).</summary>
    /// <param name="includeSpecialTokens">Whether those for masked and unknown terms come first.</param>
    public string[] GetVocabulary(bool includeSpecialTokens = true) => Terms(includeSpecialTokens).ToArray<string>();
}
