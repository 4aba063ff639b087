namespace Keratin.Layers;

public abstract partial class IndexLookup
{
    // Keras counts in tables while a layer is adapted and empties them after it. The vocabulary itself is not in checkpoints.
    private LookupTable? tokenCounts, tokenDocumentCounts;
    private Variable? documentCount;

    private protected override IEnumerable<(string Name, object Child)> TrackableChildren
    {
        get
        {
            bool weighs = OutputMode == OutputMode.TfIdf;
            if (weighs && Idf is { } idf) yield return ("idf_weights", idf);
            if (Vocabulary is not null) yield break;
            yield return ("token_counts", tokenCounts ??= Counts());
            if (!weighs) yield break;
            yield return ("token_document_counts", tokenDocumentCounts ??= Counts());
            yield return ("num_documents", documentCount ??= new Variable(Tensor.Scalar(0L), "num_documents", trainable: false));
        }
    }

    private LookupTable Counts() => new(Name, TermDType, DType.Int64, isMutable: true);
}
