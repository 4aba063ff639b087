using Keratin.Layers;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Serialization;

namespace Keratin.Saving.KerasArchive;

/// <summary>
/// The variables of a model with the paths that <c>.keras</c> and <c>.weights.h5</c> files give them: a walk over objects, where layers of
/// a model are told apart by class and number (<c>layers/dense_1/vars/0</c>) and everything else by attribute.
/// </summary>
internal static class ObjectWeights
{
    /// <summary>One object's variables, in order.</summary>
    /// <param name="Path">The group that holds them.</param>
    /// <param name="Name">The object's name, which Keras 3 writes beside them.</param>
    /// <param name="Variables">The variables; may be none.</param>
    internal readonly record struct Entry(string Path, string? Name, IReadOnlyList<Variable> Variables)
    {
        /// <summary>The layer, if the object is one.</summary>
        public Layer? Layer { get; init; }
    }

    // Keras 2.12 kept a model's layers under this name.
    public const string Layers = "layers", Dependencies = "_layer_checkpoint_dependencies", Optimizer = "optimizer/vars";

    public static IEnumerable<Entry> Walk(Model model, Dialect dialect, bool includeOptimizer, string container = Layers)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var entry in WalkLayer(model, "", dialect, container, seen)) yield return entry;
        if (includeOptimizer && model.Optimizer is { } optimizer) yield return new(Optimizer, optimizer.Name, Built(optimizer, model).Variables);
    }

    /// <summary>The same with what files hold twice: an optimizer that wraps others lists their variables among its own, and yet they have groups of their own.</summary>
    public static IEnumerable<Entry> WalkToWrite(Model model, Dialect dialect, bool includeOptimizer) =>
        Walk(model, dialect, includeOptimizer).Concat(includeOptimizer && model.Optimizer is { } optimizer ? WalkWrapped("optimizer", optimizer) : []);

    private static IEnumerable<Entry> WalkWrapped(string path, Optimizer optimizer)
    {
        foreach (var (attribute, wrapped) in optimizer.Wrapped)
        {
            yield return new($"{path}/{attribute}/vars", wrapped.Name, wrapped.Variables);
            foreach (var entry in WalkWrapped($"{path}/{attribute}", wrapped)) yield return entry;
        }
    }

    private static Optimizer Built(Optimizer optimizer, Model model)
    {
        if (!optimizer.IsBuilt) optimizer.Build(model.TrainableWeights);
        return optimizer;
    }

    private static IEnumerable<Entry> WalkLayer(Layer layer, string path, Dialect dialect, string container, HashSet<object> seen)
    {
        if (!seen.Add(layer)) yield break;
        yield return new(Join(path, "vars"), layer.Name, OwnVariables(layer)) { Layer = layer };
        foreach (var attribute in InFileOrder(layer, dialect, container))
        {
            string place = Join(path, attribute.Name);
            var counts = new Dictionary<string, int>();
            foreach (var child in attribute.Layers)
            {
                if (attribute.IsContainer && dialect == Dialect.Keras2 && seen.Contains(child)) continue;
                foreach (var entry in WalkLayer(child, attribute.IsContainer ? Join(place, Numbered(child, counts, container)) : place, dialect, container, seen)) yield return entry;
            }
        }
    }

    // Of a layer that is found under two attributes the first counts: Keras 3 takes them by the alphabet, but a network's layers first and
    // private ones last; Keras 2 goes from Z to A, and in its first version went from A to Z.
    private static IEnumerable<TrackedAttribute> InFileOrder(Layer layer, Dialect dialect, string container)
    {
        var known = layer.Attributes;
        if (known.Count == 0 && layer is not Model) return [];
        var attributes = new List<TrackedAttribute>(known);
        if (layer is Model model) attributes.Add(new(container, model.Layers, IsContainer: true));
        if (dialect == Dialect.Keras2) return container == Dependencies ? attributes.OrderBy(static attribute => attribute.Name, StringComparer.Ordinal) : attributes.OrderByDescending(static attribute => attribute.Name, StringComparer.Ordinal);
        return attributes.OrderBy(attribute => layer is Functional && attribute.Name == container ? "" : attribute.Name.StartsWith('_') ? $"~{attribute.Name}" : attribute.Name, StringComparer.Ordinal);
    }

    private static string Numbered(Layer layer, Dictionary<string, int> counts, string container)
    {
        string name = SnakeCase.Of(layer.ClassName);
        int count = counts.GetValueOrDefault(name);
        // Keras 2.12 counted a layer with weights twice: as a layer, and as one with weights.
        counts[name] = count + (container == Dependencies && layer.Weights.Count > 0 ? 2 : 1);
        return count == 0 ? name : $"{name}_{count}";
    }

    private static Variable[] OwnVariables(Layer layer)
    {
        var (own, next) = (layer.OwnWeights, 0);
        var variables = own.Count == 0 ? [] : new Variable[own.Count];
        for (int i = 0; i < own.Count; i++)
            if (own[i].Trainable) variables[next++] = own[i];
        for (int i = 0; i < own.Count; i++)
            if (!own[i].Trainable) variables[next++] = own[i];
        return variables;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";
}
