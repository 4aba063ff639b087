using Keratin.Formats.Hdf5;
using Keratin.Models;
using Keratin.Saving.Hdf5;
using Keratin.Saving.KerasArchive;

namespace Keratin.Saving;

/// <summary>Weights alone, in either of Keras's HDF5 layouts.</summary>
internal static class WeightsFile
{
    public static Hdf5Writer Write(Model model, string path, SaveOptions options)
    {
        var dialect = options.Dialect ?? model.Dialect;
        if (path.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase)) return ObjectWeightsFile.Write(model, dialect, includeOptimizer: options.IncludeOptimizer);
        if (!path.EndsWith(".h5", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".hdf5", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The file name '{path}' is that of no weights file: use .weights.h5, or .h5 for Keras 2's old layout.");
        var file = new Hdf5Writer();
        LegacyWeights.Write(file.Root, model, dialect);
        return file;
    }

    public static LoadReport Read(Model model, Hdf5File file, string name, bool byName, LoadOptions options)
    {
        return ModelFiles.Reported(options, report =>
        {
            var group = file.Root;
            // A whole model's file holds weights as well.
            if (!group.Attributes.Contains("layer_names") && group.TryGetGroup("model_weights", out var inner)) group = inner;
            if (!group.Attributes.Contains("layer_names") && !group.Attributes.Contains("layer_names0"))
            {
                if (byName) throw new ArgumentException($"'{name}' is not in Keras 2's old layout, the only one in which layers are found by name.");
                ObjectWeightsFile.Read(file, name, model, model.Dialect, includeOptimizer: model.Optimizer is not null, options.SkipMismatch, report);
            }
            else if (byName) LegacyWeights.ReadByName(group, name, model, options.SkipMismatch, report);
            else LegacyWeights.ReadByTopology(group, name, model, options.SkipMismatch, report);
            return report;
        });
    }
}
