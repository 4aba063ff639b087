namespace Keratin;

/// <summary>The source of what is random without a seed of its own: shuffling, seeds of initializers and of dropout.</summary>
public static class Randomness
{
    private static readonly Lock Gate = new();
    private static Random shared = new();

    /// <summary>Makes all of it reproducible (<c>keras.utils.set_random_seed</c>). Set it before models are made.</summary>
    public static void SetSeed(int seed)
    {
        lock (Gate) shared = new Random(seed);
    }

    /// <summary>A seed for something that was not given one.</summary>
    public static int NextSeed()
    {
        lock (Gate) return shared.Next(1, int.MaxValue);
    }

    /// <summary>A generator of its own, seeded from the shared one.</summary>
    internal static Random Shared => new(NextSeed());
}
