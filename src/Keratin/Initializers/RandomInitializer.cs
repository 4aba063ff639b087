using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>
/// Draws a weight at random, with the numbers that Keras draws for the same seed. Without a seed one is chosen once
/// (<see cref="Randomness"/>): calls with one shape give one value, as in Keras.
/// </summary>
[KerasObject]
public abstract partial class RandomInitializer : Initializer
{
    private long? _chosenSeed;

    private protected RandomInitializer(long? seed)
    {
        Seed = seed;

        // Keras 3 chooses at once, Keras 2 when the first weight is made: seeds that follow depend on it.
        _chosenSeed = seed ?? (Dialect == Dialect.Keras3 ? Randomness.NextSeed() : null);
    }

    /// <summary>The seed that was given.</summary>
    [Config]
    public long? Seed { get; }

    /// <summary>The seed to draw with.</summary>
    private protected long ActualSeed => _chosenSeed ??= Randomness.NextSeed();
}
