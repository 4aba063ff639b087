using System.Globalization;
using Keratin.Serialization;

namespace Keratin.Models;

public abstract partial class Model
{
    private protected override IEnumerable<(string Name, object Child)> TrackableChildren
    {
        get
        {
            foreach (var child in base.TrackableChildren) yield return child;
            if (Optimizer is { } optimizer) yield return ("optimizer", optimizer);
        }
    }
}

public partial class Functional
{
    /// <summary>
    /// Keras 2 knows a network's layers by their place, and those with weights also by their place among such, so that layers without may come
    /// and go. Keras 3 has a list of them; a Sequential has it inside of a network of its own.
    /// </summary>
    private protected override IEnumerable<(string Name, object Child)> TrackableChildren =>
        (Dialect == Dialect.Keras2 ? NumberedLayers() : Operations()).Concat(base.TrackableChildren);

    private protected override IEnumerable<(string Name, object Child)> ChildrenByOtherNames =>
        (Dialect == Dialect.Keras2 ? Operations() : NumberedLayers()).Concat(base.ChildrenByOtherNames);

    private IEnumerable<(string Name, object Child)> NumberedLayers()
    {
        int number = 0, weighted = 0;
        foreach (var layer in Layers)
        {
            if (layer.Weights.Count > 0) yield return (string.Create(CultureInfo.InvariantCulture, $"layer_with_weights-{weighted++}"), layer);
            yield return (string.Create(CultureInfo.InvariantCulture, $"layer-{number++}"), layer);
        }
    }

    private IEnumerable<(string Name, object Child)> Operations()
    {
        if (!IsConnected) return [];
        return this is Sequential ? [("_functional", new OrderedDictionary<string, object> { ["_operations"] = Graph.Layers })] : [("_operations", Graph.Layers)];
    }
}
