using Keratin.Graphs;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Texts to indices of their words, or to vectors that tell which words are in them. Keras: <c>keras.layers.TextVectorization</c>.</summary>
/// <remarks>Input (batch) or (batch, 1) of strings. Output (batch, words) of int64, shorter texts filled up with 0; or (batch, vocabulary).</remarks>
[KerasObject("TextVectorization")]
public sealed partial class TextVectorization : PreprocessingLayer, IVocabularyHolder
{
    private readonly StringLookup lookup;

    /// <summary>Makes the layer; give a vocabulary, or have it learned by <see cref="PreprocessingLayer.Adapt(Tensor)"/>.</summary>
    /// <param name="maxTokens">The largest size of the vocabulary.</param>
    /// <param name="standardize">What is done to texts: <c>lower_and_strip_punctuation</c> if not given, <c>lower</c>, <c>strip_punctuation</c>, a function, or none.</param>
    /// <param name="split">How texts are split: at <c>whitespace</c> if not given, into each <c>character</c>, or not at all.</param>
    /// <param name="ngrams">The numbers of words that go together; one number stands for all up to it.</param>
    /// <param name="outputMode">What is made of the words.</param>
    /// <param name="outputSequenceLength">To how many words texts are cut or filled up.</param>
    /// <param name="padToMaxTokens">Whether vectors are as long as the largest vocabulary.</param>
    /// <param name="vocabulary">The words.</param>
    /// <param name="idfWeights">How much each word counts, for the output mode tf_idf.</param>
    /// <param name="ragged">Whether texts keep their lengths: the output is then <c>values</c> and <c>row_splits</c>.</param>
    /// <param name="vocabularySize">The size of a vocabulary that is loaded later.</param>
    public TextVectorization(
        int? maxTokens = null, TextFunction standardize = default, TextFunction split = default, AxisList? ngrams = null, OutputMode outputMode = OutputMode.Int, int? outputSequenceLength = null,
        bool padToMaxTokens = false, Vocabulary? vocabulary = null, double[]? idfWeights = null, bool ragged = false, int? vocabularySize = null)
    {
        Standardize = standardize.IsGiven ? standardize : "lower_and_strip_punctuation";
        Split = split.IsGiven ? split : "whitespace";
        if (Standardize is { Function: null, Name: not (null or "lower_and_strip_punctuation" or "lower" or "strip_punctuation") }) throw new ArgumentException($"'{Standardize.Name}' is no way to standardize texts; use lower_and_strip_punctuation, lower, strip_punctuation, or a function.", nameof(standardize));
        if (Split is { Function: null, Name: not (null or "whitespace" or "character") }) throw new ArgumentException($"'{Split.Name}' is no way to split texts; use whitespace or character.", nameof(split));
        if (outputMode != OutputMode.Int && (outputSequenceLength is not null || ragged)) throw new ArgumentException("A length of texts, and texts that keep theirs, are for the output mode int.", nameof(outputMode));
        (Ngrams, OutputSequenceLength, Ragged) = (ngrams, outputSequenceLength, ragged);
        lookup = new StringLookup(vocabulary, maxTokens, maskToken: "", outputMode: outputMode, padToMaxTokens: padToMaxTokens, idfWeights: idfWeights, vocabularySize: vocabularySize);
        Track("_lookup_layer", lookup);
        if (Dialect == Dialect.Keras2) DTypePolicy = new DTypePolicy("string");
    }

    /// <summary>The largest size of the vocabulary.</summary>
    [Config]
    public int? MaxTokens => lookup.MaxTokens;

    /// <summary>What is done to texts.</summary>
    [Config]
    public TextFunction Standardize { get; }

    /// <summary>How texts are split.</summary>
    [Config]
    public TextFunction Split { get; }

    /// <summary>The numbers of words that go together.</summary>
    [Config]
    public AxisList? Ngrams { get; }

    /// <summary>What is made of the words.</summary>
    [Config]
    public OutputMode OutputMode => lookup.OutputMode;

    /// <summary>To how many words texts are cut or filled up.</summary>
    [Config]
    public int? OutputSequenceLength { get; }

    /// <summary>Whether vectors are as long as the largest vocabulary.</summary>
    [Config]
    public bool PadToMaxTokens => lookup.PadToMaxTokens;

    /// <summary>Whether Keras's vectors would be sparse; they are dense here, with the same numbers.</summary>
    [Config]
    public bool Sparse { get; init; }

    /// <summary>Whether texts keep their lengths.</summary>
    [Config]
    public bool Ragged { get; }

    /// <summary>The words that were given; null if they were learned.</summary>
    [Config]
    public Vocabulary? Vocabulary => lookup.Vocabulary;

    /// <summary>How much each word counts, as given.</summary>
    [Config]
    public double[]? IdfWeights => lookup.IdfWeights;

    /// <summary>How strings are encoded; UTF-8 is the only one used.</summary>
    [Config]
    public string Encoding { get; init; } = "utf-8";

    /// <summary>The vocabulary's size, special terms included.</summary>
    [Config]
    public int? VocabularySize => lookup.VocabularySize ?? (OutputMode == OutputMode.Int ? 2 : 1);

    /// <summary>The words in the order of their indices (<c>get_vocabulary</c>).</summary>
    /// <param name="includeSpecialTokens">Whether the empty word and that for unknown ones come first.</param>
    public string[] GetVocabulary(bool includeSpecialTokens = true) => lookup.GetVocabulary(includeSpecialTokens);

    /// <summary>Replaces the vocabulary (<c>set_vocabulary</c>).</summary>
    /// <inheritdoc cref="IndexLookup.SetVocabulary"/>
    public void SetVocabulary(Vocabulary vocabulary, double[]? idfWeights = null) => lookup.SetVocabulary(vocabulary, idfWeights);

    /// <inheritdoc/>
    protected override void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (Split.Name is not null && inputs is [{ HasRank: true } input] && (input.Rank > 2 || (input.Rank == 2 && input[1] is not (1 or -1))))
            throw new ArgumentException($"Layer '{Name}' (TextVectorization) splits texts (batch) or (batch, 1); its input's shape is {input}.");
    }

    /// <inheritdoc/>
    protected override void Build(Shape input) => lookup.EnsureBuilt([input[0], -1]);

    /// <inheritdoc/>
    protected override Tensors Call(Tensors inputs, CallContext context)
    {
        var tokens = Tokens(inputs.Single);
        if (Ragged)
            return Tensors.Dictionary([new("values", Find(tokens.Values)), new("row_splits", tokens.Splits)]);
        var dense = tokens.ToDense();
        if (OutputSequenceLength is { } length)
        {
            var padding = Ops.Maximum(length - Sizing.Of(dense, 1), 0);
            dense = Ops.PadV2(Ops.Slice(dense, new[] { 0, 0 }, Sizing.Shape(-1, Ops.Minimum(length, Sizing.Of(dense, 1)))), Ops.Reshape(Sizing.Shape(0, 0, 0, padding), new[] { 2, 2 }), "");
            dense = Ops.EnsureShape(dense, [-1, length]);
        }
        return Find(dense);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (Ragged) return Shape.Unknown;
        if (OutputMode == OutputMode.Int) return [input[0], OutputSequenceLength ?? -1];
        // Keras 3 counts a column of texts as one of samples.
        bool isColumn = Dialect == Dialect.Keras3 && input.Rank == 2 && Split.Name is not null;
        return lookup.ComputeOutputShape(isColumn ? input.Append(-1) : [input[0], -1]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> ComputeOutputSpecs(IReadOnlyList<TensorSpec> inputs, CallArguments arguments) =>
        Ragged ? OutputTracing.Specs(this, inputs, arguments, out _) : [new TensorSpec(OutputMode == OutputMode.Int ? DType.Int64 : lookup.ComputeOutputSpecs(inputs, arguments)[0].DType, ComputeOutputShape(inputs[0].Shape))];

    string? IVocabularyHolder.VocabularyText => ((IVocabularyHolder)lookup).VocabularyText;

    void IVocabularyHolder.ReadVocabulary(ReadOnlySpan<byte> lines) => ((IVocabularyHolder)lookup).ReadVocabulary(lines);

    EagerTensor? IVocabularyHolder.TermWeights => ((IVocabularyHolder)lookup).TermWeights;

    void IVocabularyHolder.ReadTermWeights(EagerTensor weights) => ((IVocabularyHolder)lookup).ReadTermWeights(weights);

    private Tensor Find(Tensor tokens) => lookup.Apply(tokens);

    private RaggedTokens Tokens(Tensor texts)
    {
        if (Standardize.Function is { } function) texts = function(texts);
        if (Standardize.Name is "lower" or "lower_and_strip_punctuation") texts = Ops.StringLower(texts);
        if (Standardize.Name is "strip_punctuation" or "lower_and_strip_punctuation") texts = Ops.StaticRegexReplace(texts, """[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']""", "");
        if (Split.Function is not null) throw new NotSupportedException($"Layer '{Name}' splits texts by a function, which would have to give texts of different lengths; use whitespace or character.");
        var tokens = Split.Name switch
        {
            "whitespace" => RaggedTokens.Words(Flat(texts)),
            "character" => RaggedTokens.Characters(Flat(texts)),
            _ => RaggedTokens.Rows(texts.Rank == 1 ? Ops.ExpandDims(texts, -1) : texts),
        };
        return Ngrams is { } widths ? tokens.Ngrams(widths.IsList ? widths.Values.ToArray() : [.. Enumerable.Range(1, widths.Values[0])]) : tokens;

        static Tensor Flat(Tensor texts) => texts.Rank > 1 ? Ops.Reshape(texts, new[] { -1 }) : texts;
    }

    private protected override void ResetState() => lookup.BeginCounting();

    private protected override void UpdateState(EagerTensor batch)
    {
        var tokens = Tokens(batch);
        var values = tokens.Values.Value;
        long[] splits = tokens.Splits.ToArray<long>();
        lookup.Count(Enumerable.Range(0, splits.Length - 1).Select(row => Enumerable.Range((int)splits[row], (int)(splits[row + 1] - splits[row])).Select(i => TokenKey.Of(values, i))));
    }

    private protected override void FinalizeState() => lookup.EndCounting();
}
