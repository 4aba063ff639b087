namespace Keratin;

/// <summary>The source of what is random without a seed of its own: shuffling, seeds of initializers and of dropout.</summary>
public static class Randomness
{
    // Keras draws default seeds from here.
    private const int MaxSeed = 1_000_000_000;

    private static readonly Lock Gate = new();
    private static PythonRandom shared = new(Random.Shared.NextInt64());

    /// <summary>
    /// Makes all of it reproducible (<c>keras.utils.set_random_seed</c>): a model made afterwards starts with the weights that Keras
    /// gives it after the same call. Set it before models are made.
    /// </summary>
    public static void SetSeed(int seed)
    {
        lock (Gate) shared = new PythonRandom(seed);
    }

    /// <summary>A seed for something that was not given one, from 1 to 10⁹.</summary>
    public static int NextSeed()
    {
        lock (Gate) return shared.RandInt(1, MaxSeed);
    }

    /// <summary>One of so many numbers from 0 up (Python's <c>random.choice</c>).</summary>
    internal static int Choose(int count)
    {
        lock (Gate) return shared.RandInt(0, count - 1);
    }

    /// <summary>How far the shared source has come.</summary>
    internal static uint[] State
    {
        get
        {
            lock (Gate) return shared.State;
        }
        set
        {
            lock (Gate) shared.State = value;
        }
    }
}
