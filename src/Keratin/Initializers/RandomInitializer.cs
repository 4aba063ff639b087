using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>
/// Draws a weight at random, with the numbers that Keras draws for the same seed. Without a seed one is chosen once: calls with
/// one shape give one value, as in Keras.
/// </summary>
/// <param name="seed">The seed; null has one chosen.</param>
[KerasObject]
public abstract partial class RandomInitializer(long? seed) : Initializer
{
    private long? _chosenSeed = seed;

    /// <summary>The seed that was given.</summary>
    [Config]
    public long? Seed { get; } = seed;

    /// <summary>The seed to draw with.</summary>
    private protected long ActualSeed => _chosenSeed ??= System.Random.Shared.Next(1, 1_000_000_001);
}
