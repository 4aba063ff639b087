using System.Collections;
using System.Runtime.CompilerServices;

namespace Keratin.Layers;

/// <summary>
/// What a layer takes and gives: one tensor, a list of them, or a dictionary by name. One tensor converts by itself;
/// write <c>[a, b]</c> for a list.
/// </summary>
[CollectionBuilder(typeof(Tensors), nameof(List))]
public readonly struct Tensors : IReadOnlyList<Tensor>
{
    private readonly Tensor[]? items;

    private Tensors(Tensor[] items, bool isSingle, string[]? names = null) => (this.items, IsSingle, Names) = (items, isSingle, names);

    /// <summary>Whether this is one tensor rather than a list with one element.</summary>
    public bool IsSingle { get; }

    /// <summary>The keys of a dictionary, in the order of the tensors; null for a list or one tensor.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The number of tensors.</summary>
    public int Count => Items.Length;

    /// <summary>A tensor by its place.</summary>
    public Tensor this[int index] => Items[index];

    /// <summary>A tensor of a dictionary by its key.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor this[string name]
    {
        get
        {
            for (int i = 0; Names is not null && i < Names.Count; i++)
                if (Names[i] == name) return Items[i];
            throw new KeyNotFoundException($"There is no tensor named '{name}'; there are {(Names is null ? $"{Count} without names" : string.Join(", ", Names))}.");
        }
    }

    /// <summary>The one tensor.</summary>
    /// <exception cref="InvalidOperationException">There is not exactly one.</exception>
    public Tensor Single => Items.Length == 1 ? Items[0] : throw new InvalidOperationException($"One tensor is expected here; there are {Count}.");

    private Tensor[] Items => items ?? [];

    /// <summary>A list.</summary>
    public static Tensors List(ReadOnlySpan<Tensor> tensors) => new(tensors.ToArray(), isSingle: false);

    /// <summary>A dictionary.</summary>
    public static Tensors Dictionary(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var pairs = tensors.ToArray();
        return new(Array.ConvertAll(pairs, static pair => pair.Value), isSingle: false, Array.ConvertAll(pairs, static pair => pair.Key));
    }

    /// <summary>Other tensors in the same arrangement.</summary>
    public Tensors With(ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.Length != Count) throw new ArgumentException($"{Count} tensors are expected; {tensors.Length} were given.", nameof(tensors));
        return new(tensors.ToArray(), IsSingle, Names as string[]);
    }

    /// <summary>The tensors in order.</summary>
    public ReadOnlySpan<Tensor> AsSpan() => Items;

    /// <summary>The tensors in order, copied.</summary>
    public Tensor[] ToArray() => [.. Items];

    /// <summary>One tensor.</summary>
    public static implicit operator Tensors(Tensor tensor) => new([tensor], isSingle: true);

    /// <summary>A list.</summary>
    public static implicit operator Tensors(Tensor[] tensors) => List(tensors);

    /// <summary>A dictionary.</summary>
    public static implicit operator Tensors(Dictionary<string, Tensor> tensors) => Dictionary(tensors);

    /// <summary>The one tensor.</summary>
    public static implicit operator Tensor(Tensors tensors) => tensors.Single;

    /// <inheritdoc/>
    public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
