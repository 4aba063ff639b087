using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Python's <c>x[key]</c>, the key as files hold it.</summary>
internal static class PythonIndexing
{
    /// <param name="x">The tensor.</param>
    /// <param name="key">An integer, a slice, an ellipsis, null for a new axis, or a list of these.</param>
    public static Tensor Get(Tensor x, object? key) => x[key is object?[] entries ? Array.ConvertAll(entries, Entry) : [Entry(key)]];

    private static TensorIndex Entry(object? entry) => entry switch
    {
        null => TensorIndex.NewAxis,
        PythonEllipsis or "..." => TensorIndex.Ellipsis,
        long index => checked((int)index),
        PythonSlice slice => TensorIndex.Every(Number(slice.Step) ?? 1, Number(slice.Start), Number(slice.Stop)),
        // Keras 2 writes slices as dictionaries.
        IReadOnlyDictionary<string, object?> parts => TensorIndex.Every(Number(parts.GetValueOrDefault("step")) ?? 1, Number(parts.GetValueOrDefault("start")), Number(parts.GetValueOrDefault("stop"))),
        _ => throw new ArgumentException($"A tensor can't be indexed by a {entry.GetType().Name}; use integers, slices, an ellipsis or None."),
    };

    private static int? Number(object? value) => value is null ? null : checked((int)(value as long? ?? throw new ArgumentException($"A slice's limits must be integers; '{value}' is none.")));
}
