namespace Keratin.Layers;

public abstract partial class Layer
{
    private List<SeedGenerator>? generators;

    /// <summary>Where the layer's random numbers come from, so that a state of training can hold how far they have come.</summary>
    internal virtual IReadOnlyList<SeedGenerator> Generators => generators ?? (IReadOnlyList<SeedGenerator>)[];

    /// <summary>Makes a source of random numbers for the layer; without a seed it begins somewhere.</summary>
    private protected SeedGenerator AddGenerator(int? seed)
    {
        var generator = new SeedGenerator(seed ?? Randomness.NextSeed());
        (generators ??= []).Add(generator);
        Training.RandomState.ContinueAll();
        return generator;
    }
}
