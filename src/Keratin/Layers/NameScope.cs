using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Names for objects that were not given one: the class name in snake case, numbered (<c>dense</c>, <c>dense_1</c>).</summary>
public static class NameScope
{
    private static readonly Dictionary<string, int> Counts = [];

    /// <summary>A name that no other object got from here.</summary>
    public static string Unique(string className)
    {
        string prefix = SnakeCase.Of(className);
        lock (Counts) return Next(Counts, prefix);
    }

    /// <summary>The next name of a numbering: the prefix alone, then <c>prefix_1</c> and so on.</summary>
    internal static string Next(Dictionary<string, int> counts, string prefix)
    {
        int count = counts.GetValueOrDefault(prefix);
        counts[prefix] = count + 1;
        return count == 0 ? prefix : $"{prefix}_{count}";
    }

    /// <summary>Numbering starts over (part of <c>keras.backend.clear_session</c>).</summary>
    public static void Reset()
    {
        lock (Counts) Counts.Clear();
    }
}
