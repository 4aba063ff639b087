namespace Keratin.Layers;

/// <summary>
/// The names of the cells that recurrent layers make for themselves. Since Keras 2.13 all of a class have one name; before, they were numbered
/// through the model as any layer without a name is, and its files hold those names.
/// </summary>
internal static class CellNames
{
    [ThreadStatic]
    private static Dictionary<string, int>? counts;

    /// <summary>Cells made on this thread are named as in a model of that version until the scope is disposed; as before if it is null.</summary>
    public static Scope As(string? kerasVersion)
    {
        var scope = new Scope(counts);
        if (Version.TryParse(kerasVersion, out var version)) counts = version < new Version(2, 13) ? [] : null;
        return scope;
    }

    /// <summary>The name of the next cell of a class.</summary>
    /// <param name="prefix">The class's name in snake case.</param>
    public static string Next(string prefix) => counts is null ? prefix : NameScope.Next(counts, prefix);

    /// <summary>A cell that was given has had a number, too.</summary>
    public static void Count(RNNCell cell) => Next(Serialization.SnakeCase.Of(cell.ClassName));

    /// <summary>Cells are named as before.</summary>
    internal readonly ref struct Scope(Dictionary<string, int>? previous)
    {
        public void Dispose() => counts = previous;
    }
}
