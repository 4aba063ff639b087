using Keratin.Graphs;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>How terms that a lookup doesn't know are spread over several indices.</summary>
public enum OovMethod
{
    /// <summary>Integers by their remainder, strings by FarmHash.</summary>
    [ConfigName("floormod")]
    FloorMod,

    /// <summary>By FarmHash.</summary>
    [ConfigName("farmhash")]
    FarmHash,
}

/// <summary>What lookups of strings and of integers have in common: terms to indices by a vocabulary, or back.</summary>
/// <remarks>Indices start with the mask's (if there is a mask term and the output is indices), then those of terms that aren't known.</remarks>
[KerasObject]
public abstract partial class IndexLookup : PreprocessingLayer, IVocabularyHolder
{
    private TokenCounts counts = new();
    private LookupTable? table;
    private int? frozenSize;

    private protected IndexLookup(int? maxTokens, int numOovIndices, OutputMode outputMode, bool invert, bool padToMaxTokens, Vocabulary? vocabulary, double[]? idfWeights, int? vocabularySize)
    {
        if (maxTokens <= 1) throw new ArgumentOutOfRangeException(nameof(maxTokens), maxTokens, "A vocabulary needs more than one term.");
        if (padToMaxTokens && maxTokens is null) throw new ArgumentException("To pad to the largest vocabulary, its size must be given.", nameof(padToMaxTokens));
        if (numOovIndices < 0) throw new ArgumentOutOfRangeException(nameof(numOovIndices), numOovIndices, "The number of indices for unknown terms must not be negative.");
        if (invert && outputMode != OutputMode.Int) throw new ArgumentException("Turned around, a lookup gives terms: the output mode must be int.", nameof(outputMode));
        if (idfWeights is not null && outputMode != OutputMode.TfIdf) throw new ArgumentException("Weights are for the output mode tf_idf.", nameof(idfWeights));
        if (vocabulary is not null && outputMode == OutputMode.TfIdf && idfWeights is null) throw new ArgumentException("With the output mode tf_idf a vocabulary needs weights.", nameof(idfWeights));
        (MaxTokens, NumOovIndices, OutputMode, Invert, PadToMaxTokens, Vocabulary, IdfWeights, frozenSize) = (maxTokens, numOovIndices, outputMode, invert, padToMaxTokens, vocabulary, idfWeights, vocabularySize);
        if (Dialect == Dialect.Keras2) DTypePolicy = new DTypePolicy(outputMode == OutputMode.Int ? "int64" : DTypePolicy.Global.Name);
    }

    /// <summary>Whether indices are turned into terms.</summary>
    [Config]
    public bool Invert { get; }

    /// <summary>The largest size of the vocabulary, terms for masks and unknown ones included; unlimited if not given.</summary>
    [Config]
    public int? MaxTokens { get; }

    /// <summary>Over how many indices unknown terms are spread; with none they are errors.</summary>
    [Config]
    public int NumOovIndices { get; }

    /// <summary>What is made of indices.</summary>
    [Config]
    public OutputMode OutputMode { get; }

    /// <summary>Whether Keras's vectors would be sparse; they are dense here, with the same numbers.</summary>
    [Config]
    public bool Sparse { get; init; }

    /// <summary>Whether vectors are as long as the largest vocabulary.</summary>
    [Config]
    public bool PadToMaxTokens { get; }

    /// <summary>The weights that were given with the vocabulary.</summary>
    [Config]
    public double[]? IdfWeights { get; }

    /// <summary>The vocabulary that was given; null if it was learned.</summary>
    [Config]
    public Vocabulary? Vocabulary { get; }

    /// <summary>The vocabulary's size, special terms included; null before there is one.</summary>
    [Config]
    public int? VocabularySize { get => table is null ? frozenSize : (int)table.Count + TokenStart; }

    /// <summary>How unknown terms are spread over several indices (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public OovMethod OovMethod { get; init; }

    /// <summary>Two numbers that change how unknown terms are hashed (Keras 3).</summary>
    [Config(Dialect = Dialect.Keras3)]
    public int[]? Salt { get; init; }

    /// <summary>The dtype of terms.</summary>
    private protected abstract DType TermDType { get; }

    /// <summary>The term that stands for masked ones, or null.</summary>
    private protected abstract EagerTensor? MaskTerm { get; }

    /// <summary>The term that stands for unknown ones.</summary>
    private protected abstract EagerTensor? OovTerm { get; }

    /// <summary>The weights of the vocabulary's terms as a variable, which files hold; Keras 2 counts it among the layer's.</summary>
    internal Variable? Idf { get; private set; }

    // What calls use: as in Keras, assigning the variable changes it only when the vocabulary is set again.
    private EagerTensor? idfInUse;

    private const int MostWeights = 1 << 28;

    private int OovStart => MaskTerm is not null && OutputMode == OutputMode.Int ? 1 : 0;

    private int TokenStart => checked(OovStart + NumOovIndices);

    private int Depth => (PadToMaxTokens ? MaxTokens : VocabularySize)
        ?? throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has no vocabulary yet: give one when making it, or call SetVocabulary or Adapt.");

    /// <summary>The terms in the order of their indices, with or without those for masks and unknown terms.</summary>
    private protected EagerTensor Terms(bool includeSpecialTokens)
    {
        var known = table is null ? EmptyTerms() : Invert ? table.Export().Values : table.Export().Keys;
        if (!includeSpecialTokens || table is null) return known;
        var parts = Enumerable.Repeat(OovTerm!, NumOovIndices).Prepend(OovStart > 0 ? MaskTerm! : null).OfType<EagerTensor>().Select(static term => Ops.Reshape(term, new[] { 1 }));
        using var values = FunctionGraph.Suspend();
        return Ops.ConcatV2([.. parts, known], 0).Value;
    }

    /// <summary>Replaces the vocabulary (<c>set_vocabulary</c>).</summary>
    /// <param name="vocabulary">The terms, with or without the special ones in front.</param>
    /// <param name="idfWeights">How much each term counts, for the output mode tf_idf.</param>
    /// <exception cref="ArgumentException">There are no terms, too many, or one twice; or weights don't fit.</exception>
    public void SetVocabulary(Vocabulary vocabulary, double[]? idfWeights = null)
    {
        if (vocabulary.Terms.DType != TermDType && !(TermDType == DType.Int32 && vocabulary.Terms.DType == DType.Int64)) throw new ArgumentException($"Layer '{Name}' ({ClassName}) looks up {TermDType.Name()}; the vocabulary holds {vocabulary.Terms.DType.Name()}.", nameof(vocabulary));
        if (vocabulary.Count == 0) throw new ArgumentException($"Layer '{Name}' can't have a vocabulary of no terms.", nameof(vocabulary));
        var tokens = Enumerable.Range(0, vocabulary.Count).Select(i => TokenKey.Of(vocabulary.Terms, i)).ToList();
        // A file may ask for any number of indices for unknown terms, so that no list is made of as many.
        TokenKey[] special = [.. OovStart > 0 ? [TokenKey.Of(MaskTerm!, 0)] : Array.Empty<TokenKey>(), .. NumOovIndices > 0 && OovTerm is { } oov ? [TokenKey.Of(oov, 0)] : Array.Empty<TokenKey>()];
        int count = OovTerm is null ? OovStart : TokenStart;
        bool hasSpecial = count > 0 && tokens.Count >= count && Enumerable.Range(0, count).All(i => tokens[i].Equals(special[i < OovStart ? 0 : ^1]));
        if (hasSpecial) tokens.RemoveRange(0, count);
        if (tokens.GroupBy(static token => token).FirstOrDefault(static group => group.Count() > 1) is { } repeated) throw new ArgumentException($"The vocabulary of layer '{Name}' holds the term '{repeated.Key.Text ?? repeated.Key.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}' more than once.", nameof(vocabulary));
        if (tokens.Exists(special.Contains)) throw new ArgumentException($"The vocabulary of layer '{Name}' holds a term for masked or unknown ones among the others; they may come first only, all of them.", nameof(vocabulary));
        if (MaxTokens < checked(tokens.Count + TokenStart)) throw new ArgumentException($"Layer '{Name}' takes {MaxTokens} terms at most; there are {tokens.Count + TokenStart} with the special ones.", nameof(vocabulary));
        Fill(tokens);
        if (OutputMode == OutputMode.TfIdf) SetWeights(idfWeights, vocabulary.Count, hasSpecial);
        else if (idfWeights is not null) throw new ArgumentException("Weights are for the output mode tf_idf.", nameof(idfWeights));
    }

    /// <summary>Puts the vocabulary that the constructor was given into the table, once the class's own settings are there.</summary>
    private protected void FillGiven()
    {
        if (Dialect == Dialect.Keras2 && OutputMode == OutputMode.TfIdf)
        {
            var weight = new Weight(this, "Variable", ComputeDType.IsFloating() ? ComputeDType : DType.Float32, [-1], () => Tensor.Zeros([TokenStart]), trainable: false);
            ShareWeight(weight);
            Idf = weight;
            if (Vocabulary is null)
            {
                var documents = new Weight(this, "Variable", DType.Int64, Shape.Scalar, static () => Tensor.Scalar(0L), trainable: false);
                ShareWeight(documents);
                documentCount = documents;
            }
        }
        if (Vocabulary is not null) SetVocabulary(Vocabulary, IdfWeights);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        var keys = Invert ? DType.Int64 : TermDType;
        if (inputs.DType != keys) inputs = Ops.Cast(inputs, keys);
        if (Invert) return Masked(inputs, Ops.LookupTableFindV2(Table.Handle, inputs, OovTerm!), Tensor.Scalar(0L), MaskTerm);

        var found = Ops.LookupTableFindV2(Table.Handle, inputs, Tensor.Scalar(NumOovIndices == 1 ? OovStart : -1L));
        // Where vectors are made, a mask's index lies beyond them all.
        found = Masked(inputs, found, MaskTerm, Tensor.Scalar(OutputMode == OutputMode.Int ? 0 : long.MaxValue));
        if (NumOovIndices == 0)
            Ops.Assert(Ops.All(Ops.NotEqual(found, Tensor.Scalar(-1L)), Scalars.AllAxes(found)), [$"When `num_oov_indices=0` all inputs should be in vocabulary, found OOV values, consider setting `num_oov_indices=1`."]);
        if (NumOovIndices > 1) found = Ops.SelectV2(Ops.Equal(found, Tensor.Scalar(-1L)), Unknown(inputs) + (long)OovStart, found);
        if (OutputMode == OutputMode.Int) return found;
        var vectors = CategoryVectors.Encode(found, OutputMode == OutputMode.TfIdf ? OutputMode.Count : OutputMode, Depth, VectorDType);
        return OutputMode == OutputMode.TfIdf ? vectors * Ops.Cast(idfInUse ?? throw new InvalidOperationException($"Layer '{Name}' has no weights for its vocabulary yet."), vectors.DType) : vectors;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> ComputeOutputSpecs(IReadOnlyList<TensorSpec> inputs, CallArguments arguments) =>
        [new TensorSpec(Invert ? TermDType : OutputMode == OutputMode.Int ? DType.Int64 : VectorDType, ComputeOutputShape(inputs[0].Shape))];

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => OutputMode switch
    {
        OutputMode.Int => input,
        OutputMode.OneHot => CategoryVectors.OutputShape(input, OutputMode, Depth),
        _ => input.Rank == 0 ? [Depth] : input[..^1].Append(Depth),
    };

    private DType VectorDType => OutputMode == OutputMode.TfIdf ? (ComputeDType.IsFloating() ? ComputeDType : DType.Float32) : Dialect == Dialect.Keras2 ? ComputeDType : DType.Int64;

    // An empty table answers with the default for everything, as Keras's does before there is a vocabulary.
    private LookupTable Table => table ?? NewTable(EmptyTerms());

    private EagerTensor EmptyTerms() => TermDType == DType.String ? Tensor.FromStrings() : Tensor.Zeros([0], TermDType);

    private LookupTable NewTable(EagerTensor terms)
    {
        var result = new LookupTable(Name, Invert ? DType.Int64 : TermDType, Invert ? TermDType : DType.Int64, isMutable: false);
        var indices = Tensor.From(Array.ConvertAll([.. Enumerable.Range(TokenStart, (int)terms.Shape[0])], static index => (long)index));
        if (Invert) result.Import(indices, terms); else result.Import(terms, indices);
        return result;
    }

    private void Fill(IReadOnlyList<TokenKey> tokens)
    {
        var terms = TokenKey.ToTensor(tokens, TermDType);
        if (terms.DType != TermDType)
            using (FunctionGraph.Suspend()) terms = Ops.Cast(terms, TermDType).Value;
        table = NewTable(terms);
        frozenSize = checked(tokens.Count + TokenStart);
    }

    private static Tensor Masked(Tensor inputs, Tensor found, EagerTensor? key, EagerTensor? value) =>
        key is null || value is null ? found : Ops.SelectV2(Ops.Equal(inputs, key), value, found);

    private Tensor Unknown(Tensor inputs)
    {
        if (inputs.DType != DType.String && OovMethod == OovMethod.FloorMod) return Ops.FloorMod(Ops.Cast(inputs, DType.Int64), (long)NumOovIndices);
        var text = inputs.DType == DType.String ? inputs : Ops.AsString(inputs);
        return Salt is { Length: > 0 } salt ? Ops.StringToHashBucketStrong(text, NumOovIndices, [salt[0], salt[^1]]) : Ops.StringToHashBucketFast(text, NumOovIndices);
    }

    private void SetWeights(double[]? weights, int terms, bool hasSpecial)
    {
        if (weights is null || weights.Length != terms) throw new ArgumentException($"Layer '{Name}' needs a weight for each of {terms} terms (tf_idf); {weights?.Length ?? 0} were given.", nameof(weights));
        if ((long)TokenStart + terms > MostWeights || MaxTokens > MostWeights) throw new ArgumentException($"Layer '{Name}' has weights (tf_idf) for {Math.Max((long)TokenStart + terms, MaxTokens ?? 0):N0} terms; {MostWeights:N0} is the most.", nameof(weights));
        SetWeights(hasSpecial ? weights : [.. Enumerable.Repeat(weights.Average(), TokenStart), .. weights]);
    }

    private void SetWeights(double[] weights)
    {
        if (PadToMaxTokens && weights.Length < MaxTokens) Array.Resize(ref weights, MaxTokens.Value);
        var value = Tensor.From(Array.ConvertAll(weights, static weight => (float)weight));
        idfInUse = value;
        if (Idf is { } variable && variable.Shape.IsCompatibleWith(value.Shape)) variable.Resource.Assign(value);
        else Idf = new Variable(value, "idf_weights", trainable: false);
        Saving.Checkpoints.CheckpointRestore.Continue(this);
    }

    string? IVocabularyHolder.VocabularyText => Vocabulary is not null || table is null ? null : Keratin.Layers.Vocabulary.Of(Terms(includeSpecialTokens: true)).ToLines();

    void IVocabularyHolder.ReadVocabulary(ReadOnlySpan<byte> lines)
    {
        if (Vocabulary is not null) return;
        var terms = Keratin.Layers.Vocabulary.OfLines(lines, TermDType);
        double[]? weights = OutputMode == OutputMode.TfIdf && Idf is { } idf ? Initializers.HostTensor.ToDoubles(idf.Resource.Read()) : null;
        // Weights are padded as the output is.
        SetVocabulary(terms, PadToMaxTokens && weights?.Length > terms.Count ? weights[..terms.Count] : weights);
    }

    EagerTensor? IVocabularyHolder.TermWeights => OutputMode == OutputMode.TfIdf ? idfInUse : null;

    void IVocabularyHolder.ReadTermWeights(EagerTensor weights)
    {
        if (OutputMode != OutputMode.TfIdf) return;
        if (weights.Rank != 1) throw new ArgumentException($"Layer '{Name}' needs a weight for each term; the file has weights of the shape {weights.Shape}.");
        (idfInUse, Idf) = (weights, new Variable(weights, "idf_weights", trainable: false));
    }

    private protected override void ResetState()
    {
        if (Vocabulary is not null) throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) was given its vocabulary; there is nothing to adapt.");
        counts = new();
    }

    private protected override void UpdateState(EagerTensor batch)
    {
        var tokens = batch.DType == TermDType || TermDType == DType.String ? batch : Ops.Cast(batch, TermDType).Value;
        // A vector is one document.
        long documents = tokens.Rank < 2 ? 1 : tokens.Shape[0], length = documents == 0 ? 0 : tokens.Shape.ElementCount / documents;
        Count(Enumerable.Range(0, (int)documents).Select(document => Enumerable.Range(0, (int)length).Select(i => TokenKey.Of(tokens, document * length + i))));
    }

    /// <summary>Counts the terms of documents.</summary>
    internal void Count(IEnumerable<IEnumerable<TokenKey>> documents) => counts.Add(documents);

    internal void BeginCounting() => ResetState();

    internal void EndCounting() => FinalizeState();

    private protected override void FinalizeState()
    {
        var special = new[] { MaskTerm, OovTerm }.OfType<EagerTensor>().Select(static term => TokenKey.Of(term, 0)).ToHashSet();
        var frequent = counts.MostFrequent(special, MaxTokens is { } most ? most - TokenStart : null);
        Fill([.. frequent.Select(static entry => entry.Token)]);
        if (OutputMode == OutputMode.TfIdf)
        {
            double[] weights = Array.ConvertAll(frequent, entry => Math.Log(1 + counts.Documents / (double)(1 + entry.Documents)));
            SetWeights([.. Enumerable.Repeat(weights.DefaultIfEmpty().Average(), TokenStart), .. weights]);
        }
        counts = new();
    }
}
