namespace Keratin.Layers;

/// <summary>What a layer keeps under one attribute: a layer, or a list of layers (a dictionary counts as the list of its values).</summary>
internal readonly record struct TrackedAttribute(string Name, IReadOnlyList<Layer> Layers, bool IsContainer);

/// <summary>Takes the attributes under which a layer keeps other layers, in the order in which Keras would see them set.</summary>
public sealed class AttributeTracker
{
    private readonly List<TrackedAttribute> attributes;

    internal AttributeTracker(IReadOnlyList<TrackedAttribute> known) => attributes = [.. known];

    internal IReadOnlyList<TrackedAttribute> Attributes => attributes;

    /// <summary>A layer.</summary>
    /// <param name="name">The attribute's name, as Keras's files know it.</param>
    /// <param name="layer">The layer; null if there is none yet.</param>
    public void Add(string name, Layer? layer)
    {
        if (layer is not null && !Has(name)) attributes.Add(new(name, [layer], IsContainer: false));
    }

    /// <summary>Several layers.</summary>
    /// <param name="name">The attribute's name, as Keras's files know it.</param>
    /// <param name="layers">The layers; null if there are none yet.</param>
    public void Add(string name, IEnumerable<Layer>? layers)
    {
        if (layers is not null && !Has(name)) attributes.Add(new(name, [.. layers], IsContainer: true));
    }

    /// <summary>Layers by key: a file knows them in the order of the dictionary.</summary>
    /// <param name="name">The attribute's name, as Keras's files know it.</param>
    /// <param name="layers">The layers; null if there are none yet.</param>
    public void Add<TKey, TLayer>(string name, IEnumerable<KeyValuePair<TKey, TLayer>>? layers) where TLayer : Layer => Add(name, layers?.Select(static entry => entry.Value));

    private bool Has(string name) => attributes.Exists(attribute => attribute.Name == name);
}
