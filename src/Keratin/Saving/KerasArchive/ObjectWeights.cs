using Keratin.Formats.Hdf5;
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
    internal readonly record struct Entry(string Path, string? Name, IReadOnlyList<Variable> Variables);

    // Keras 2.12 kept a model's layers under this name.
    private const string Layers = "layers", Dependencies = "_layer_checkpoint_dependencies";

    /// <summary>The name under which a file keeps a model's layers.</summary>
    public static string ContainerOf(Hdf5File file) => file.Root.TryGetGroup(Dependencies, out _) ? Dependencies : Layers;

    public static IEnumerable<Entry> Walk(Model model, Dialect dialect, bool includeOptimizer, string container = Layers)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var entry in WalkLayer(model, "", dialect, container, seen)) yield return entry;
        if (includeOptimizer && model.Optimizer is { } optimizer) yield return new("optimizer/vars", optimizer.Name, Built(optimizer, model).Variables);
    }

    private static Optimizer Built(Optimizer optimizer, Model model)
    {
        if (!optimizer.IsBuilt) optimizer.Build(model.TrainableWeights);
        return optimizer;
    }

    private static IEnumerable<Entry> WalkLayer(Layer layer, string path, Dialect dialect, string container, HashSet<object> seen)
    {
        if (!seen.Add(layer)) yield break;
        yield return new(Join(path, "vars"), layer.Name, OwnVariables(layer));
        if (layer is Functional functional)
        {
            var counts = new Dictionary<string, int>();
            foreach (var child in functional.Sublayers)
            {
                if (dialect == Dialect.Keras2 && seen.Contains(child)) continue;
                string name = SnakeCase.Of(child.ClassName);
                int count = counts.GetValueOrDefault(name);
                // Keras 2.12 counted a layer with weights twice: as a layer, and as one with weights.
                counts[name] = count + (container == Dependencies && child.Weights.Count > 0 ? 2 : 1);
                foreach (var entry in WalkLayer(child, Join(path, count == 0 ? $"{container}/{name}" : $"{container}/{name}_{count}"), dialect, container, seen)) yield return entry;
            }
            yield break;
        }
        foreach (var (name, child) in layer.TrackedLayers.OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            foreach (var entry in WalkLayer(child, Join(path, name), dialect, container, seen)) yield return entry;
    }

    private static Variable[] OwnVariables(Layer layer) =>
        [.. layer.OwnWeights.Where(static weight => weight.Trainable), .. layer.OwnWeights.Where(static weight => !weight.Trainable)];

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";
}
