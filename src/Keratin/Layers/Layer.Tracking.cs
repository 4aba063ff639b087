namespace Keratin.Layers;

public abstract partial class Layer
{
    private AttributeTracker? tracked;

    /// <summary>The layers inside this one, in the order of tracking.</summary>
    public virtual IEnumerable<Layer> Sublayers => Attributes is { Count: > 0 } attributes ? Distinct(attributes) : [];

    /// <summary>The attributes under which this layer keeps others, with the names that Keras's files know them by.</summary>
    internal IReadOnlyList<TrackedAttribute> Attributes
    {
        get
        {
            var found = new AttributeTracker(tracked?.Attributes ?? []);
            TrackAttributes(found);
            return found.Attributes;
        }
    }

    /// <summary>
    /// Tells the layers inside this one that were not given to <see cref="Track{T}(string, T)"/>. A class marked with
    /// <see cref="Serialization.KerasObjectAttribute"/> outside of Keratin gets this generated: each field and property that holds layers, under its
    /// name in snake case.
    /// </summary>
    protected virtual void TrackAttributes(AttributeTracker tracker)
    {
    }

    /// <summary>Makes a layer part of this one, under the attribute name by which Keras's files know it.</summary>
    protected T Track<T>(string name, T layer) where T : Layer
    {
        (tracked ??= new([])).Add(name, layer);
        layer.Parent ??= this;
        return layer;
    }

    /// <summary>Makes several layers part of this one, under the attribute name by which Keras's files know the list.</summary>
    protected IReadOnlyList<T> Track<T>(string name, IReadOnlyList<T> layers) where T : Layer
    {
        (tracked ??= new([])).Add(name, layers);
        foreach (var layer in layers) layer.Parent ??= this;
        return layers;
    }

    private static IEnumerable<Layer> Distinct(IReadOnlyList<TrackedAttribute> attributes)
    {
        var seen = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        foreach (var attribute in attributes)
            foreach (var layer in attribute.Layers)
                if (seen.Add(layer)) yield return layer;
    }

    // Paths start with the outer layer, and names are given from outside to inside, as when Python's constructors run.
    private void AdoptSublayers()
    {
        _ = Name;
        foreach (var attribute in Attributes)
            foreach (var layer in attribute.Layers)
            {
                _ = layer.Name;
                if (!layer.HasFixedPath) layer.Parent ??= this;
            }
    }
}
