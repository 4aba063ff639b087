using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>
/// Draws a weight at random, with the numbers that Keras draws for the same seed. Without a seed one is chosen once
/// (<see cref="Randomness"/>): calls with one shape give one value, as in Keras.
/// </summary>
[KerasObject]
public abstract partial class RandomInitializer : Initializer
{
    private const long SeedRange = int.MaxValue - 1;

    private long? _chosenSeed;
    private long _draws;

    private protected RandomInitializer(InitializerSeed seed)
    {
        Seed = seed;

        // Keras 3 chooses at once, Keras 2 when the first weight is made: seeds that follow depend on it.
        _chosenSeed = seed.Value ?? (Dialect == Dialect.Keras3 ? Randomness.NextSeed() : null);
    }

    /// <summary>The seed that was given.</summary>
    [Config]
    public InitializerSeed Seed { get; }

    /// <summary>The two seeds to draw with.</summary>
    private protected (long, long) NextSeeds()
    {
        long seed = _chosenSeed ??= Randomness.NextSeed();
        long draw = Seed.GeneratorName is null ? 0 : _draws++;

        // Keras 3 brings seeds of any size into the range of int32.
        return (Dialect == Dialect.Keras3 ? ((seed % SeedRange) + SeedRange) % SeedRange : seed, draw);
    }
}
