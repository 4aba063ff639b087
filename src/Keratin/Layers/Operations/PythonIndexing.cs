using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Python's <c>x[key]</c>, the key as files hold it.</summary>
internal static class PythonIndexing
{
    /// <param name="x">The tensor.</param>
    /// <param name="key">An integer, a slice, an ellipsis, null for a new axis, or a list of these.</param>
    public static Tensor Get(Tensor x, object? key) => x[key is object?[] entries ? Array.ConvertAll(entries, Entry) : [Entry(key)]];

    /// <summary>A key as Keras 3 writes it: slices are of a class of their own, and stand in a list.</summary>
    public static object? ToKeras3(object? key) => key switch
    {
        object?[] entries => Array.ConvertAll(entries, Part),
        long => key,
        _ => new[] { Part(key) },
    };

    /// <summary>A key as Keras 2 writes it: slices are dictionaries, and an ellipsis, which not all of its formats hold, is the axes that it stands for.</summary>
    public static object? ToKeras2(object? key, int rank)
    {
        if (key is not object?[] entries) return Part2(key);
        var all = entries.ToList();
        int ellipsis = all.FindIndex(static entry => entry is PythonEllipsis);
        if (ellipsis >= 0 && rank >= 0)
        {
            int axes = rank - (all.Count(static entry => entry is not null) - 1);
            all.RemoveAt(ellipsis);
            all.InsertRange(ellipsis, Enumerable.Repeat<object?>(new PythonSlice(null, null, null), axes));
        }
        return all.ConvertAll(Part2).ToArray();
    }

    private static object? Part2(object? entry) => entry is PythonSlice slice ? new Dictionary<string, object?> { ["start"] = slice.Start, ["stop"] = slice.Stop, ["step"] = slice.Step } : entry;

    private static object? Part(object? entry) => entry switch
    {
        "..." => PythonEllipsis.Value,
        IReadOnlyDictionary<string, object?> parts => new PythonSlice(parts.GetValueOrDefault("start"), parts.GetValueOrDefault("stop"), parts.GetValueOrDefault("step")),
        _ => entry,
    };

    private static TensorIndex Entry(object? entry) => Part(entry) switch
    {
        null => TensorIndex.NewAxis,
        PythonEllipsis => TensorIndex.Ellipsis,
        long index => checked((int)index),
        PythonSlice slice => TensorIndex.Every(Number(slice.Step) ?? 1, Number(slice.Start), Number(slice.Stop)),
        var other => throw new ArgumentException($"A tensor can't be indexed by a {other.GetType().Name}; use integers, slices, an ellipsis or None."),
    };

    private static int? Number(object? value) => value is null ? null : checked((int)(value as long? ?? throw new ArgumentException($"A slice's limits must be integers; '{value}' is none.")));
}
