namespace Keratin.Saving.Checkpoints;

/// <summary>
/// An object with named children that checkpoints know (<c>tf.Module</c>, <c>AutoTrackable</c>): derive from it, or use it as it is. A child
/// that is set after a restore gets its values at that moment.
/// </summary>
/// <example><code>
/// var layer = new Trackable { ["kernel"] = kernel, ["blocks"] = new[] { first, second } };
/// </code></example>
public class Trackable : ITrackable
{
    private readonly OrderedDictionary<string, object> children = [];

    /// <summary>A child: a variable, anything <see cref="ITrackable"/>, or a list or dictionary of such.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ArgumentException">It is nothing that a checkpoint can hold.</exception>
    public object this[string name]
    {
        get => children.TryGetValue(name, out var child) ? child : throw new KeyNotFoundException($"There is no '{name}'; there are {string.Join(", ", children.Keys)}.");
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(value);
            if (!TrackableWalk.IsTrackable(value))
                throw new ArgumentException($"'{name}' is a {value.GetType().Name}, which a checkpoint can't hold: give a Variable, a layer, model, optimizer or metric, an {nameof(ITrackable)}, or a list or dictionary of such.", nameof(value));
            children[name] = value;
            CheckpointRestore.Continue(this);
        }
    }

    /// <inheritdoc/>
    public virtual IEnumerable<(string Name, object Child)> TrackableChildren => children.Select(static child => (child.Key, child.Value));

    /// <summary>A child, or null.</summary>
    protected object? Find(string name) => children.GetValueOrDefault(name);

    /// <summary>Sets a child and gives it back, for use in constructors and properties.</summary>
    protected T Track<T>(string name, T child) where T : notnull
    {
        this[name] = child;
        return child;
    }
}
