using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>
/// How much is at the two ends of each spatial axis: of zeros to add, of elements to cut off. One number stands for all ends; write <c>2</c>,
/// <c>(1, 2)</c> for the axes of an image (for the two ends of a sequence), or <c>((1, 0), (2, 3))</c>.
/// </summary>
public readonly struct Margins : IConfigValue<Margins>
{
    private readonly int[]? symmetric;
    private readonly (int Before, int After)[]? pairs;

    private Margins(int[] symmetric) => this.symmetric = symmetric;

    private Margins((int, int)[] pairs) => this.pairs = pairs;

    /// <summary>The two ends of each axis, once the number of axes is known.</summary>
    internal ReadOnlySpan<(int Before, int After)> Pairs => pairs;

    /// <summary>The ends of so many axes.</summary>
    /// <param name="rank">The number of axes.</param>
    /// <param name="what">What the margins are of, for errors.</param>
    /// <exception cref="ArgumentException">The number of axes is wrong, or a margin is negative.</exception>
    internal Margins ForRank(int rank, string what)
    {
        var result = Spread(rank);
        if (result is null) throw new ArgumentException($"{what} needs one number, {(rank == 1 ? "or two for the two ends" : $"one for each of {rank} axes, or a pair for each")}.");
        foreach (var (before, after) in result)
            if (before < 0 || after < 0) throw new ArgumentException($"{what} must not be negative; ({before}, {after}) was given.");
        return new(result);
    }

    private (int, int)[]? Spread(int rank)
    {
        if (pairs is not null) return pairs.Length == rank ? pairs : null;
        int[] given = symmetric ?? [0];
        if (given.Length == 1) return [.. Enumerable.Repeat((given[0], given[0]), rank)];
        if (rank == 1 && given.Length == 2) return [(given[0], given[1])];
        return given.Length == rank ? Array.ConvertAll(given, static size => (size, size)) : null;
    }

    /// <summary>The same at all ends.</summary>
    public static implicit operator Margins(int size) => new([size]);
    /// <summary>The two ends of a sequence, or the same at both ends of each of an image's axes.</summary>
    public static implicit operator Margins((int, int) sizes) => new([sizes.Item1, sizes.Item2]);
    /// <summary>The same at both ends of each of three axes.</summary>
    public static implicit operator Margins((int, int, int) sizes) => new([sizes.Item1, sizes.Item2, sizes.Item3]);
    /// <summary>The ends of each of two axes.</summary>
    public static implicit operator Margins(((int, int), (int, int)) ends) => new([ends.Item1, ends.Item2]);
    /// <summary>The ends of each of three axes.</summary>
    public static implicit operator Margins(((int, int), (int, int), (int, int)) ends) => new([ends.Item1, ends.Item2, ends.Item3]);

    /// <summary>Reads a number, a list of numbers, or a list of pairs.</summary>
    public static Margins ReadConfig(ConfigValue value)
    {
        if (!value.IsList) return value.AsInt32();
        var items = value.AsArray(static item => item);
        return items.Length > 0 && items[0].IsList ? new(value.AsArray(static item => item.AsPair(static end => end.AsInt32()))) : new(value.AsInts());
    }

    /// <summary>Writes pairs; of a single axis, its two numbers.</summary>
    public void WriteConfig(ConfigWriter writer)
    {
        writer.BeginList();
        foreach (var (before, after) in Pairs)
        {
            if (pairs!.Length > 1) writer.Value([before, after]);
            else
            {
                writer.Value(before);
                writer.Value(after);
            }
        }
        writer.EndList();
    }
}
