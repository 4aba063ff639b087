using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>A size for each spatial axis: of a kernel, a stride, a pool. One number stands for all axes; write <c>3</c> or <c>(3, 5)</c>.</summary>
public readonly struct Sizes : IConfigValue<Sizes>
{
    private readonly int[]? values;

    /// <summary>One size an axis.</summary>
    public Sizes(params int[] values) => this.values = values;

    /// <summary>The sizes, one an axis.</summary>
    public ReadOnlySpan<int> Values => values;

    /// <summary>The size of an axis.</summary>
    public int this[int axis] => values![axis];

    /// <summary>The sizes of so many axes; a single number is repeated.</summary>
    /// <param name="rank">The number of axes.</param>
    /// <param name="what">What the sizes are of, for errors.</param>
    /// <param name="minimum">The least that a size may be.</param>
    /// <exception cref="ArgumentException">The number of sizes is wrong, or one is below the minimum.</exception>
    public Sizes ForRank(int rank, string what, int minimum = 1)
    {
        int[] given = values ?? [1];
        if (given.Length != 1 && given.Length != rank) throw new ArgumentException($"{what} needs one number or {rank}; {given.Length} were given.");
        foreach (int size in given)
            if (size < minimum) throw new ArgumentException($"{what} must be at least {minimum}; {size} was given.");
        var all = new int[rank];
        for (int i = 0; i < rank; i++) all[i] = given[given.Length == 1 ? 0 : i];
        return new(all);
    }

    /// <summary>The same size for every axis.</summary>
    public static implicit operator Sizes(int size) => new(size);
    /// <summary>Sizes of two axes.</summary>
    public static implicit operator Sizes((int, int) sizes) => new(sizes.Item1, sizes.Item2);
    /// <summary>Sizes of three axes.</summary>
    public static implicit operator Sizes((int, int, int) sizes) => new(sizes.Item1, sizes.Item2, sizes.Item3);
    /// <summary>One size an axis.</summary>
    public static implicit operator Sizes(int[] sizes) => new(sizes);

    /// <summary>Reads a number or a list.</summary>
    public static Sizes ReadConfig(ConfigValue value) => new(value.AsInts());

    /// <summary>Writes a list.</summary>
    public void WriteConfig(ConfigWriter writer) => writer.Value(Values);
}

/// <summary>What happens at the border.</summary>
public enum Padding
{
    /// <summary>Nothing is added: the output gets smaller.</summary>
    Valid,
    /// <summary>Zeros are added so that, with stride 1, the output is as large as the input.</summary>
    Same,
    /// <summary>Zeros are added in front only, so that no output depends on later input (1-D convolutions).</summary>
    Causal,
}

/// <summary>Where the channels are among the axes.</summary>
public enum DataFormat
{
    /// <summary>(batch, …, channels), TensorFlow's NHWC.</summary>
    ChannelsLast,
    /// <summary>(batch, channels, …), TensorFlow's NCHW.</summary>
    ChannelsFirst,
}
