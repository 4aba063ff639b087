using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Keratin;

/// <summary>
/// The sizes of a tensor's axes (<c>tf.TensorShape</c>). A size of -1 is unknown (<c>None</c> in Keras);
/// <see cref="Unknown"/> does not even know how many axes there are. Immutable; write <c>[32, 784]</c>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<long>
{
    private readonly long[]? dims;

    private Shape(long[]? dims) => this.dims = dims;

    /// <summary>Neither rank nor sizes are known; the default value.</summary>
    public static Shape Unknown => default;

    /// <summary>No axes: a single value.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>A shape of the sizes given; -1 stands for unknown.</summary>
    /// <exception cref="ArgumentException">A size is below -1.</exception>
    public static Shape Create(params ReadOnlySpan<long> dims)
    {
        foreach (long dim in dims)
            if (dim < -1) throw new ArgumentException($"A size of {dim} was given; sizes are 0 or more, or -1 for unknown.", nameof(dims));
        return dims.IsEmpty ? Scalar : new(dims.ToArray());
    }

    /// <summary>As <see cref="Create(ReadOnlySpan{long})"/>, from ints.</summary>
    public static Shape Of(params ReadOnlySpan<int> dims)
    {
        Span<long> wide = stackalloc long[dims.Length];
        for (int i = 0; i < dims.Length; i++) wide[i] = dims[i];
        return Create(wide);
    }

    /// <summary>A shape of <paramref name="rank"/> axes of unknown size.</summary>
    public static Shape UnknownOfRank(int rank)
    {
        var dims = new long[rank];
        Array.Fill(dims, -1);
        return new(dims);
    }

    /// <summary>The number of axes, or -1.</summary>
    public int Rank => dims?.Length ?? -1;

    /// <summary>Whether the number of axes is known.</summary>
    public bool HasRank => dims is not null;

    /// <summary>Whether rank and all sizes are known.</summary>
    public bool IsFullyDefined => dims is not null && Array.IndexOf(dims, -1) < 0;

    /// <summary>The size of an axis, -1 if unknown; <c>shape[^1]</c> is the last axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such axis.</exception>
    public long this[Index axis] => this[axis.GetOffset(Known().Length)];

    /// <summary>The size of an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such axis.</exception>
    public long this[int axis] => (uint)axis < (uint)Known().Length ? dims![axis] : throw NoAxis(axis);

    /// <summary>Some neighbouring axes, e.g. <c>shape[..^1]</c>.</summary>
    public Shape this[Range range] => new(Known()[range]);

    /// <summary>The sizes; empty also for <see cref="Unknown"/>.</summary>
    public ReadOnlySpan<long> Dims => dims;

    private ArgumentOutOfRangeException NoAxis(int axis) => new(nameof(axis), $"The shape {this} has no axis {axis}; it has {Rank}.");

    /// <summary>The product of all sizes, or -1 if one is unknown.</summary>
    /// <exception cref="OverflowException">The product exceeds 2⁶³.</exception>
    public long ElementCount
    {
        get
        {
            if (dims is null) return -1;
            long count = 1;
            foreach (long dim in dims)
            {
                if (dim < 0) return -1;
                count = checked(count * dim);
            }
            return count;
        }
    }

    /// <summary>This shape with one more axis at the end.</summary>
    public Shape Append(long dim) => new([.. Known(), dim]);

    /// <summary>This shape with one more axis at the front.</summary>
    public Shape Prepend(long dim) => new([dim, .. Known()]);

    /// <summary>The axes of this shape, then those of the other; unknown if either is.</summary>
    public Shape Concat(Shape other) => dims is null || other.dims is null ? Unknown : new([.. dims, .. other.dims]);

    /// <summary>This shape with one size changed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such axis.</exception>
    public Shape With(Index axis, long dim)
    {
        var copy = (long[])Known().Clone();
        int place = axis.GetOffset(copy.Length);
        if ((uint)place >= (uint)copy.Length) throw NoAxis(place);
        copy[place] = dim;
        return new(copy);
    }

    /// <summary>Whether a tensor could have both shapes: equal where both know.</summary>
    public bool IsCompatibleWith(Shape other)
    {
        if (dims is null || other.dims is null) return true;
        if (dims.Length != other.dims.Length) return false;
        for (int i = 0; i < dims.Length; i++)
            if (dims[i] >= 0 && other.dims[i] >= 0 && dims[i] != other.dims[i]) return false;
        return true;
    }

    /// <summary>What holds of tensors of either shape.</summary>
    internal Shape InCommon(Shape other)
    {
        if (!HasRank || Rank != other.Rank) return Unknown;
        var common = ToArray();
        for (int i = 0; i < common.Length; i++)
            if (common[i] != other[i]) common[i] = -1;
        return new(common);
    }

    /// <summary>What both shapes know together; false if they contradict.</summary>
    public bool TryMerge(Shape other, out Shape merged)
    {
        merged = dims is null ? other : this;
        if (!IsCompatibleWith(other)) return false;
        if (dims is null || other.dims is null) return true;
        var result = new long[dims.Length];
        for (int i = 0; i < result.Length; i++) result[i] = Math.Max(dims[i], other.dims[i]);
        merged = new(result);
        return true;
    }

    /// <summary>The sizes as ints, for callers that need them so.</summary>
    /// <exception cref="OverflowException">A size exceeds 2³¹.</exception>
    public int[] ToInt32Array() => Array.ConvertAll(Known(), static dim => checked((int)dim));

    /// <summary>The sizes.</summary>
    public long[] ToArray() => (long[])Known().Clone();

    /// <summary>As Python prints it: <c>(None, 784)</c>.</summary>
    public override string ToString()
    {
        if (dims is null) return "<unknown>";
        var text = new StringBuilder("(");
        for (int i = 0; i < dims.Length; i++)
        {
            if (i > 0) text.Append(", ");
            if (dims[i] < 0) text.Append("None"); else text.Append(dims[i]);
        }
        return text.Append(dims.Length == 1 ? ",)" : ")").ToString();
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) =>
        ReferenceEquals(dims, other.dims) || (dims is not null && other.dims is not null && dims.AsSpan().SequenceEqual(other.dims));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Rank);
        foreach (long dim in Dims) hash.Add(dim);
        return hash.ToHashCode();
    }

    /// <summary>Same rank and same sizes, unknown ones included.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Known()).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    private long[] Known() => dims ?? throw new InvalidOperationException("The rank of this shape is unknown.");
}
