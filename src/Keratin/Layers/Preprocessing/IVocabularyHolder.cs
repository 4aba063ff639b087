namespace Keratin.Layers;

/// <summary>A layer whose vocabulary lies in a file of its own beside the config.</summary>
internal interface IVocabularyHolder
{
    /// <summary>A term a line; null if the config holds the vocabulary, or there is none.</summary>
    string? VocabularyText { get; }

    /// <summary>Takes a term a line, unless the config held the vocabulary.</summary>
    void ReadVocabulary(ReadOnlySpan<byte> lines);

    /// <summary>How much each term counts, as Keras 3 keeps it among the variables (<c>idf_weights</c>); null if terms have no weights.</summary>
    EagerTensor? TermWeights { get; }

    /// <summary>Takes the weights, before the vocabulary that they belong to.</summary>
    void ReadTermWeights(EagerTensor weights);
}
