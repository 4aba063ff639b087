using Keratin.Formats.Hdf5;
using Keratin.Models;
using Keratin.Saving.Checkpoints;
using Keratin.Saving.Hdf5;
using Keratin.Saving.KerasArchive;

namespace Keratin.Saving;

/// <summary>Weights alone, in either of Keras's HDF5 layouts, in one file or sharded.</summary>
internal static class WeightsFile
{
    public static void Save(Model model, string path, SaveOptions options)
    {
        if (!options.Overwrite && (File.Exists(path) || WeightsCheckpoint.Is(path))) throw new IOException($"The file '{path}' exists, and it is not to be overwritten.");
        if (IsTensorFlow(path)) WeightsCheckpoint.Save(model, path, options);
        else if (Ends(path, ShardedWeights.Ending)) ShardedWeights.Save(model, path, options.Dialect ?? model.Dialect, options);
        else if (options.MaxShardBytes is not null) throw new ArgumentException($"Shards are listed by a file that ends in {ShardedWeights.Ending}; '{path}' does not.");
        else Write(model, FormatOf(path), options).Save(path, options.FlushToDisk);
    }

    public static Hdf5Writer Write(Model model, WeightsFormat format, SaveOptions options)
    {
        var dialect = options.Dialect ?? model.Dialect;
        if (format == WeightsFormat.Hdf5) return ObjectWeightsFile.Write(model, dialect, includeOptimizer: options.IncludeOptimizer);
        var file = new Hdf5Writer();
        LegacyWeights.Write(file.Root, model, dialect);
        return file;
    }

    // Keras 2's rule: what ends as no other format does is TensorFlow's.
    private static bool IsTensorFlow(string path) => !Ends(path, ".h5") && !Ends(path, ".hdf5") && !Ends(path, ".keras") && !Ends(path, ".json");

    public static LoadReport Load(Model model, string path, bool byName, LoadOptions options)
    {
        if (Ends(path, ShardedWeights.Ending))
        {
            using var shards = new ShardedWeights(path);
            return Read(model, shards, byName, options);
        }
        using var file = Hdf5File.Open(path);
        return Read(model, file, path, byName, options);
    }

    public static LoadReport Read(Model model, Hdf5File file, string name, bool byName, LoadOptions options)
    {
        var group = file.Root;
        // A whole model's file holds weights as well.
        if (!group.Attributes.Contains("layer_names") && group.TryGetGroup("model_weights", out var inner)) group = inner;
        if (!group.Attributes.Contains("layer_names") && !group.Attributes.Contains("layer_names0")) return Read(model, new Hdf5WeightSource(file, name), byName, options);
        return ModelFiles.Reported(options, report =>
        {
            if (byName) LegacyWeights.ReadByName(group, name, model, new WeightLoading(options, report));
            else LegacyWeights.ReadByTopology(group, name, model, new WeightLoading(options, report));
            return report;
        });
    }

    private static LoadReport Read(Model model, WeightSource source, bool byName, LoadOptions options)
    {
        if (byName) throw new ArgumentException($"'{source.FileName}' is not in Keras 2's old layout, the only one in which layers are found by name.");
        return ModelFiles.Reported(options, report =>
        {
            ObjectWeightsFile.Read(source, model, model.Dialect, includeOptimizer: model.Optimizer is not null, needsOptimizer: false, new WeightLoading(options, report));
            return report;
        });
    }

    private static WeightsFormat FormatOf(string path) =>
        Ends(path, ".weights.h5") ? WeightsFormat.Hdf5
        : Ends(path, ".h5") || Ends(path, ".hdf5") ? WeightsFormat.LegacyHdf5
        : throw new ArgumentException($"The file name '{path}' is that of no weights file: use .weights.h5, {ShardedWeights.Ending} for shards, or .h5 for Keras 2's old layout.");

    private static bool Ends(string path, string ending) => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase);
}
