using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Saving.Hdf5;

/// <summary>
/// A model's weights in the layout of whole <c>.h5</c> models and of Keras 2's weights files: a group a layer, in it a dataset a weight,
/// both listed in order by attributes.
/// </summary>
internal static class LegacyWeights
{
    private const string TopLevel = "top_level_model_weights";

    public static void Write(Hdf5GroupWriter group, Model model, Dialect dialect)
    {
        var layers = model.Layers;
        ChunkedAttribute.Write(group, "layer_names", [.. layers.Select(static layer => layer.Name)]);
        group.SetAttribute("backend", "tensorflow");
        group.SetAttribute("keras_version", KerasVersion.Of(dialect));
        foreach (var layer in layers) WriteWeights(group.Group(layer.Name), InOrder(layer), dialect);
        WriteWeights(group.Group(TopLevel), [.. model.OwnWeights.Where(static weight => weight.Trainable), .. model.OwnWeights.Where(static weight => !weight.Trainable)], dialect);
    }

    /// <summary>Loads layer by layer in order: layers without weights on either side are passed over.</summary>
    public static void ReadByTopology(Hdf5Group group, string file, Model model, WeightLoading loading)
    {
        var layers = new List<(Layer Layer, List<Weight> Weights)>();
        foreach (var layer in model.Layers)
            if (InOrder(layer) is { Count: > 0 } weights) layers.Add((layer, weights));
        var stored = new List<(Hdf5Group Group, string[] Names)>();
        foreach (string name in LayerNames(group, file))
            if (GroupOf(group, name, file) is var found && WeightNames(found) is { Length: > 0 } names) stored.Add((found, names));
        if (layers.Count != stored.Count)
            throw new ModelFormatException(file, group.Path, $"{stored.Count} layers with weights ({Sample(stored.Select(static layer => layer.Group.Name))})", $"{layers.Count} ({Sample(layers.Select(static layer => layer.Layer.Name))})");
        loading.Expect(WeightsOf(model));
        bool isKeras1 = IsKeras1(group);
        for (int i = 0; i < layers.Count; i++) ReadLayer(stored[i].Group, stored[i].Names, file, layers[i].Layer, layers[i].Weights, isKeras1, loading);
        ReadTopLevel(group, file, model, loading);
        loading.Assign();
    }

    /// <summary>Loads the layers whose names the file knows.</summary>
    public static void ReadByName(Hdf5Group group, string file, Model model, WeightLoading loading)
    {
        loading.Expect(WeightsOf(model));
        bool isKeras1 = IsKeras1(group);
        var known = LayerNames(group, file).ToHashSet();
        foreach (var layer in model.Layers)
        {
            if (known.Remove(layer.Name) && GroupOf(group, layer.Name, file) is var found) ReadLayer(found, WeightNames(found), file, layer, InOrder(layer), isKeras1, loading);
            else foreach (var weight in layer.Weights) loading.Report.AddMissing(weight.Path);
        }
        foreach (string name in known) loading.Report.AddUnexpected(name);
        ReadTopLevel(group, file, model, loading);
        loading.Assign();
    }

    public static string[] LayerNames(Hdf5Group group, string file) =>
        ChunkedAttribute.Read(group, "layer_names") ?? throw new ModelFormatException(file, group.Path, "no attribute layer_names", "the names of the layers; is this a weights file of Keras?");

    private static void ReadLayer(Hdf5Group group, string[] names, string file, Layer layer, List<Weight> weights, bool isKeras1, WeightLoading loading)
    {
        var datasets = Array.ConvertAll(names, group.GetDataset);
        if (isKeras1 || !Fit(datasets, weights)) ReadOldLayer(group, names, datasets, file, layer, weights, isKeras1, loading);
        else
            for (int i = 0; i < datasets.Length; i++) ReadWeight(datasets[i], weights[i], file, loading);
    }

    private static bool Fit(Hdf5Dataset[] datasets, List<Weight> weights)
    {
        if (datasets.Length != weights.Count) return false;
        for (int i = 0; i < datasets.Length; i++)
            if (!Hdf5Tensors.Fits(datasets[i], weights[i])) return false;
        return true;
    }

    private static void ReadWeight(Hdf5Dataset dataset, Weight weight, string file, WeightLoading loading)
    {
        string path = weight.Path;
        loading.Load(weight, path, () => Hdf5Tensors.Read(dataset, weight, path, file, loading.Memory));
    }

    private static void ReadOldLayer(Hdf5Group group, string[] names, Hdf5Dataset[] datasets, string file, Layer layer, List<Weight> weights, bool isKeras1, WeightLoading loading)
    {
        // Another version's or variant's weights may fit once they are brought into this layer's form.
        var values = OldWeights.Convert(layer, Array.ConvertAll(datasets, dataset => Hdf5Tensors.Read(dataset, layer.VariableDType, loading.Memory)), isKeras1);
        if (values.Count != weights.Count)
        {
            if (!loading.SkipMismatch) throw new ModelFormatException(file, group.Path, $"{names.Length} weights", $"{weights.Count} for the layer '{layer.Name}'");
            foreach (var weight in weights) loading.Report.AddSkipped(weight.Path, $"the file has {names.Length} weights for its layer, the layer {weights.Count}");
            return;
        }
        for (int i = 0; i < values.Count; i++)
        {
            var (weight, value, place) = (weights[i], values[i], $"{group.Path}/{(i < names.Length ? names[i] : "")}");
            loading.Load(weight, weight.Path, () => Hdf5Tensors.Fit(value, weight, weight.Path, file, place));
        }
    }

    // The first files did not tell the version.
    private static bool IsKeras1(Hdf5Group group) => !group.Attributes.TryGetString("keras_version", out string? version) || version.StartsWith("1.", StringComparison.Ordinal);

    private static void ReadTopLevel(Hdf5Group group, string file, Model model, WeightLoading loading)
    {
        if (model.OwnWeights.Count == 0 || !group.TryGetGroup(TopLevel, out var top)) return;
        string[] names = ChunkedAttribute.Read(top, "weight_names") ?? [];
        for (int i = 0; i < names.Length && i < model.OwnWeights.Count; i++) ReadWeight(top.GetDataset(names[i]), model.OwnWeights[i], file, loading);
    }

    private static void WriteWeights(Hdf5GroupWriter group, IReadOnlyList<Weight> weights, Dialect dialect)
    {
        var names = new string[weights.Count];
        var used = new HashSet<string>(names.Length);
        for (int i = 0; i < names.Length; i++)
        {
            string path = weights[i].Path;
            string name = dialect == Dialect.Keras2 ? $"{path}:0" : path;
            for (int number = 1; !used.Add(name); number++) name = dialect == Dialect.Keras2 ? $"{path}_{number}:0" : $"{path}_{number}";
            names[i] = name;
        }
        ChunkedAttribute.Write(group, "weight_names", names);
        for (int i = 0; i < names.Length; i++) Hdf5Tensors.Write(group, names[i], weights[i].Resource.Read());
    }

    private static Hdf5Group GroupOf(Hdf5Group group, string layer, string file) =>
        group.TryGetGroup(layer, out var found) ? found : throw new ModelFormatException(file, group.Path, $"no group '{layer}'", "one for each name in layer_names");

    private static string[] WeightNames(Hdf5Group layer) => ChunkedAttribute.Read(layer, "weight_names") ?? [];

    // Asked for only where somebody wants to see progress.
    private static IEnumerable<Variable> WeightsOf(Model model)
    {
        foreach (var weight in model.Weights) yield return weight;
    }

    private static List<Weight> InOrder(Layer layer) => [.. layer.TrainableWeights, .. layer.NonTrainableWeights];

    private static string Sample(IEnumerable<string> names) => string.Join(", ", names.Take(10));
}
