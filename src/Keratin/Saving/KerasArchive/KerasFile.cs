using System.Globalization;
using System.Text;
using Keratin.Formats;
using Keratin.Formats.KerasArchive;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Saving.KerasArchive;

/// <summary>Whole models in <c>.keras</c> archives or unpacked folders: the architecture and compilation as JSON, the variables as HDF5, or as Keras can also write them, in a NumPy archive.</summary>
internal static class KerasFile
{
    private const string ConfigEntry = "config.json", MetadataEntry = "metadata.json", WeightsEntry = "model.weights.h5", NpzEntry = "model.weights.npz";

    public static KerasArchiveWriter Write(Model model, SaveOptions options)
    {
        var dialect = options.Dialect ?? model.Dialect;
        var archive = new KerasArchiveWriter();
        archive.Add(MetadataEntry, $$"""{"keras_version": "{{KerasVersion.Of(dialect)}}", "date_saved": "{{DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture)}}"}""");
        archive.Add(ConfigEntry, KerasSerializer.Serialize(model, dialect));
        archive.Add(WeightsEntry, ObjectWeightsFile.Write(model, dialect, options.IncludeOptimizer));
        foreach (var (entry, layer) in Vocabularies(model, dialect))
            if (layer.VocabularyText is { } text) archive.Add(entry, text);
        return archive;
    }

    public static Model Read(KerasArchiveReader archive, string file, LoadOptions options, LoadReport report)
    {
        if (!archive.TryRead(ConfigEntry, out var config)) throw new ModelFormatException(file, ConfigEntry, "no such entry", "the model's architecture; is this a .keras file?");
        string? version = archive.TryRead(MetadataEntry, out var metadata) ? KerasVersion.In(metadata) : null;
        var model = ModelConfig.Read(config, file, ConfigEntry, version, options);
        if (!options.Compile) model.ForgetCompilation();
        using (var weights = OpenWeights(archive, file)) ObjectWeightsFile.Read(weights, model, model.Dialect, options.Compile, needsOptimizer: true, new WeightLoading(options, report));
        foreach (var (entry, layer) in Vocabularies(model, model.Dialect))
            if (archive.TryRead(entry, out var text)) ReadVocabulary(layer, text.Span, file, entry);
        return model;
    }

    /// <summary>Whether a folder holds a model as a <c>.keras</c> file does.</summary>
    public static bool IsFolder(string path) => File.Exists(Path.Combine(path, ConfigEntry));

    private static WeightSource OpenWeights(KerasArchiveReader archive, string file) =>
        FindWeights(archive, file) is (var entry, true) ? new NpzWeightSource(archive.OpenNpz(entry), file) : new Hdf5WeightSource(archive.OpenHdf5(WeightsEntry), file);

    /// <summary>The weights, tensor by tensor.</summary>
    public static TensorFile OpenTensors(KerasArchiveReader archive, string file) =>
        FindWeights(archive, file) is (var entry, true) ? new NpzTensorFile(archive.OpenNpz(entry)) : new Hdf5TensorFile(archive.OpenHdf5(WeightsEntry));

    private static (string Entry, bool IsNpz) FindWeights(KerasArchiveReader archive, string file) =>
        archive.Contains(WeightsEntry) ? (WeightsEntry, archive.IsNpz(WeightsEntry))
        : archive.Contains(NpzEntry) ? (NpzEntry, true)
        : throw new ModelFormatException(file, WeightsEntry, "no such entry", "the model's variables");

    private static void ReadVocabulary(IVocabularyHolder layer, ReadOnlySpan<byte> text, string file, string entry)
    {
        try
        {
            layer.ReadVocabulary(text);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException)
        {
            throw new ModelFormatException(file, entry, wrong.Message, "a vocabulary that the layer takes, one term a line");
        }
    }

    // Where layers keep a vocabulary that their configs don't hold.
    private static IEnumerable<(string Entry, IVocabularyHolder Layer)> Vocabularies(Model model, Dialect dialect)
    {
        foreach (var entry in ObjectWeights.Walk(model, dialect, includeOptimizer: false))
            if (entry.Layer is IVocabularyHolder holder) yield return ($"assets/{entry.Path[..entry.Path.LastIndexOf('/')]}/vocabulary.txt", holder);
    }
}
