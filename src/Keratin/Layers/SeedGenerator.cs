namespace Keratin.Layers;

/// <summary>
/// Where a layer's random numbers come from (<c>keras.random.SeedGenerator</c>): a seed and a counter as a variable, so that compiled
/// steps draw new numbers each time.
/// </summary>
internal sealed class SeedGenerator
{
    /// <summary>A generator that starts at a seed.</summary>
    public SeedGenerator(int seed) => State = new Variable(Tensor.From([(long)seed, 0L]), "seed_generator_state", trainable: false);

    /// <summary>Seed and counter, int64.</summary>
    public Variable State { get; }

    /// <summary>A seed of two numbers for one stateless random op.</summary>
    public Tensor Next()
    {
        var seed = State.Value;
        State.AssignAdd(Tensor.From([0L, 1L]));
        // The value as it was: the addition must not be seen by what was read before.
        return Ops.Identity(seed);
    }
}
