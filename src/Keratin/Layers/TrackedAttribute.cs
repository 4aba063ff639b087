namespace Keratin.Layers;

/// <summary>What a layer keeps under one attribute: a layer, or a list of layers (a dictionary counts as the list of its values).</summary>
/// <param name="Name">The attribute.</param>
/// <param name="Layers">The layers.</param>
/// <param name="IsContainer">Whether it is a list or a dictionary.</param>
/// <param name="Keys">The keys of a dictionary, by which checkpoints know its values.</param>
internal readonly record struct TrackedAttribute(string Name, IReadOnlyList<Layer> Layers, bool IsContainer, IReadOnlyList<string>? Keys = null)
{
    /// <summary>What checkpoints know each layer by: its key, or its place.</summary>
    public string KeyOf(int index) => Keys?[index] ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Takes the attributes under which a layer keeps other layers, in the order in which Keras would see them set.</summary>
public sealed class AttributeTracker
{
    // Most layers have none inside.
    private List<TrackedAttribute>? attributes;

    internal AttributeTracker(IReadOnlyList<TrackedAttribute> known)
    {
        if (known.Count > 0) attributes = [.. known];
    }

    internal IReadOnlyList<TrackedAttribute> Attributes => attributes ?? (IReadOnlyList<TrackedAttribute>)[];

    /// <summary>A layer.</summary>
    /// <param name="name">The attribute's name, as Keras's files know it.</param>
    /// <param name="layer">The layer; null if there is none yet.</param>
    public void Add(string name, Layer? layer)
    {
        if (layer is not null) Add(new TrackedAttribute(name, [layer], IsContainer: false));
    }

    /// <summary>Several layers.</summary>
    /// <param name="name">The attribute's name, as Keras's files know it.</param>
    /// <param name="layers">The layers; null if there are none yet.</param>
    public void Add(string name, IEnumerable<Layer>? layers)
    {
        if (layers is not null) Add(new TrackedAttribute(name, [.. layers], IsContainer: true));
    }

    /// <summary>Layers by key: a file knows them in the order of the dictionary.</summary>
    /// <param name="name">The attribute's name, as Keras's files know it.</param>
    /// <param name="layers">The layers; null if there are none yet.</param>
    public void Add<TKey, TLayer>(string name, IEnumerable<KeyValuePair<TKey, TLayer>>? layers) where TLayer : Layer
    {
        if (layers is null) return;
        KeyValuePair<TKey, TLayer>[] entries = [.. layers];
        Add(new TrackedAttribute(name, [.. entries.Select(static entry => entry.Value)], IsContainer: true, [.. entries.Select(static entry => entry.Key?.ToString() ?? "")]));
    }

    // Of two of one name the first counts.
    private void Add(TrackedAttribute added)
    {
        attributes ??= [];
        foreach (var attribute in attributes)
            if (attribute.Name == added.Name) return;
        attributes.Add(added);
    }
}
