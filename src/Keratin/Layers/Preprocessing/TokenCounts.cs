using System.Runtime.InteropServices;

namespace Keratin.Layers;

/// <summary>How often terms occur in data, and in how many documents.</summary>
internal sealed class TokenCounts
{
    private readonly Dictionary<TokenKey, (long Count, long Documents)> counts = [];

    /// <summary>The number of documents.</summary>
    public long Documents { get; private set; }

    /// <summary>Counts the terms of documents.</summary>
    public void Add(IEnumerable<IEnumerable<TokenKey>> documents)
    {
        var seen = new HashSet<TokenKey>();
        foreach (var document in documents)
        {
            Documents++;
            seen.Clear();
            foreach (var token in document)
            {
                ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, token, out _);
                entry = (entry.Count + 1, entry.Documents + (seen.Add(token) ? 1 : 0));
            }
        }
    }

    /// <summary>The terms that occur most, those first; of equals the later by order comes first.</summary>
    /// <param name="without">Terms that don't count.</param>
    /// <param name="limit">How many to return.</param>
    public (TokenKey Token, long Documents)[] MostFrequent(IReadOnlyCollection<TokenKey> without, int? limit) =>
    [
        .. counts.Where(entry => !without.Contains(entry.Key))
            .OrderByDescending(static entry => entry.Value.Count).ThenByDescending(static entry => entry.Key)
            .Take(limit ?? int.MaxValue).Select(static entry => (entry.Key, entry.Value.Documents)),
    ];
}

/// <summary>A term: bytes, or a number. Bytes are ordered one by one.</summary>
internal readonly record struct TokenKey(string? Text, long Number) : IComparable<TokenKey>
{
    // Bytes as characters of the same numbers: whatever they are, they compare as bytes do.
    public static TokenKey Of(EagerTensor tensor, long index) => tensor.DType == DType.String
        ? new(System.Text.Encoding.Latin1.GetString((byte[])tensor.Objects[(int)index]), 0)
        : new(null, tensor.DType == DType.Int32 ? tensor.AsSpan<int>()[(int)index] : tensor.AsSpan<long>()[(int)index]);

    public static EagerTensor ToTensor(IReadOnlyList<TokenKey> tokens, DType dtype) => dtype == DType.String
        ? new EagerTensor(dtype, [tokens.Count], [.. tokens.Select(static token => (object)System.Text.Encoding.Latin1.GetBytes(token.Text!))])
        : Tensor.From([.. tokens.Select(static token => token.Number)]);

    public int CompareTo(TokenKey other) => Text is null ? Number.CompareTo(other.Number) : string.CompareOrdinal(Text, other.Text);
}
