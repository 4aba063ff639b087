using Keratin.Testing;

namespace Keratin.Fuzz;

/// <summary>Makes another file out of a sound one.</summary>
public delegate byte[] Mutation(byte[] original, Random random);

/// <summary>
/// A reader, and the sound files whose mutants it is tried on. Whatever it is given, it reads it or throws
/// <see cref="Formats.ModelFormatException"/>, soon and with little memory.
/// </summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Seeds">The sound files.</param>
/// <param name="Mutate">Damages one of them.</param>
/// <param name="Read">Reads all there is in a file.</param>
public sealed record FuzzTarget(string Name, IReadOnlyList<Seed> Seeds, Mutation Mutate, Action<byte[]> Read)
{
    /// <summary>The most that one file may make it allocate.</summary>
    public long MaxBytes { get; init; } = 64 << 20;
}

/// <summary>A sound file.</summary>
/// <param name="Name">Its path under tests/data.</param>
/// <param name="Load">Its bytes, as the target takes them.</param>
public sealed record Seed(string Name, Func<byte[]> Load)
{
    public static Seed File(string name) => new(name, () => System.IO.File.ReadAllBytes(PathOf(name)));

    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "data", name);

    public override string ToString() => Name;
}
