using System.Collections;
using System.Globalization;
using Keratin.Formats.TensorBundle;
using Keratin.Layers;

namespace Keratin.Saving.Checkpoints;

/// <summary>
/// Everything that checkpoints know of an object's structure: which children it has, and what of it is state. Layers, optimizers and metrics
/// tell their children themselves; lists and dictionaries are gone through here.
/// </summary>
internal sealed class TrackableWalk
{
    private readonly IEnumerable<(string Name, object Child)>? more;
    private readonly object? without;

    /// <param name="root">Where the walk begins.</param>
    /// <param name="more">Children of the root beside its own.</param>
    /// <param name="without">An object that is passed over.</param>
    public TrackableWalk(object root, IEnumerable<(string Name, object Child)>? more = null, object? without = null) => (Root, this.more, this.without) = (root, more, without);

    public object Root { get; }

    /// <summary>An object's children by all names that a checkpoint may know them by, also those of the other Keras.</summary>
    public OrderedDictionary<string, object> ChildrenFor(object node)
    {
        var children = ChildrenOf(node);
        if (node is ITrackableByOtherNames trackable)
            foreach (var (name, child) in trackable.ChildrenByOtherNames) children.TryAdd(name, child);
        return children;
    }

    /// <summary>An object's children by name; of two of one name the first counts.</summary>
    public OrderedDictionary<string, object> ChildrenOf(object node)
    {
        var children = new OrderedDictionary<string, object>();
        foreach (var (name, child) in Own(node))
            if (without is null || !ReferenceEquals(child, without)) children.TryAdd(name, child);
        if (more is not null && ReferenceEquals(node, Root))
            foreach (var (name, child) in more) children.TryAdd(name, child);
        return children;
    }

    /// <summary>All objects that can be reached, each with the shortest way to it, as names are in keys; nearest first.</summary>
    public IEnumerable<(object Node, string Path, OrderedDictionary<string, object> Children)> Objects()
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { Root };
        var toVisit = new Queue<(object Node, string Path)>([(Root, "")]);
        while (toVisit.TryDequeue(out var next))
        {
            var children = ChildrenOf(next.Node);
            foreach (var (name, child) in children)
                if (seen.Add(child)) toVisit.Enqueue((child, next.Path.Length == 0 ? ObjectGraph.Escape(name) : $"{next.Path}/{ObjectGraph.Escape(name)}"));
            yield return (next.Node, next.Path, children);
        }
    }

    public static bool IsTrackable(object value) => HasState(value) || value is ITrackable or IDictionary || (value is IEnumerable list and not string && list.Cast<object?>().All(static item => item is not null && IsTrackable(item)));

    /// <summary>Whether it holds a value itself.</summary>
    public static bool HasState(object node) => TrackableState.Attribute(node) is not null;

    /// <summary>A list or dictionary: what it holds may change without a word, and a new one may stand for it the next time.</summary>
    public static bool IsContainer(object node) => !HasState(node) && node is not ITrackable;

    /// <summary>The name that TensorFlow's variable would have.</summary>
    public static string FullName(object node) => node switch
    {
        Weight weight => weight.Path,
        Variable variable => variable.Name,
        _ => "",
    };

    private static IEnumerable<(string Name, object Child)> Own(object node) => node switch
    {
        _ when HasState(node) => [],
        ITrackable trackable => trackable.TrackableChildren,
        IDictionary dictionary => dictionary.Keys.Cast<object>().Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture) ?? "", dictionary[key]!)),
        IEnumerable list => list.Cast<object>().Select(static (item, index) => (index.ToString(CultureInfo.InvariantCulture), item)),
        _ => throw new ArgumentException($"A checkpoint can't hold a {node.GetType().Name}: give a Variable, a layer, model, optimizer or metric, an {nameof(ITrackable)}, or a list or dictionary of such."),
    };
}
