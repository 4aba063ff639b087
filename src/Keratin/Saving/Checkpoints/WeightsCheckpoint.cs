using Keratin.Formats;
using Keratin.Formats.TensorBundle;
using Keratin.Models;

namespace Keratin.Saving.Checkpoints;

/// <summary>A model's weights as a TensorFlow checkpoint: what <c>model.save_weights(path)</c> of Keras 2 writes, with the optimizer of a compiled model.</summary>
internal static class WeightsCheckpoint
{
    /// <summary>Whether it is a checkpoint's prefix, or a folder with a newest checkpoint.</summary>
    public static bool Is(string path) => TensorBundleReader.Exists(path) || (Directory.Exists(path) && File.Exists(Path.Combine(path, CheckpointState.FileName)));

    public static void Save(Model model, string path, SaveOptions options)
    {
        if (options.Dialect is { } dialect && dialect != model.Dialect)
            throw new ArgumentException($"A checkpoint knows the model's objects by the names of its own dialect, {model.Dialect}; {dialect} was asked for.");
        if (!model.IsBuilt) throw new InvalidOperationException($"The weights of model '{model.Name}' don't exist yet: build it, or call it on data once, before saving weights.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Keras gives the root a name, too.
        CheckpointWriter.Write(new TrackableWalk(model, [("root", model)], options.IncludeOptimizer ? null : model.Optimizer)).Save(path, options.FlushToDisk);
        CheckpointFolder.SetLatest(path, options.FlushToDisk);
    }

    /// <summary>As Keras 2 does: what the model doesn't have yet waits for it, and something has to match if it has anything.</summary>
    public static LoadReport Load(Model model, string path, bool byName, LoadOptions options)
    {
        if (byName) throw new ArgumentException($"'{path}' is a TensorFlow checkpoint, in which layers are found by their places, not by name.");
        return ModelFiles.Reported(options, report =>
        {
            var walk = new TrackableWalk(model, [("root", model)]);
            var restore = new CheckpointRestore(CheckpointFolder.Resolve(path), walk, options.SkipMismatch);
            var status = new CheckpointLoadStatus(restore, walk);
            status.Fill(report);
            if (restore.Bound.Count < 2 && model.IsBuilt)
                throw new ModelFormatException(path, "objects", string.Join(", ", restore.Graph.Nodes[0].Children.Take(10).Select(static child => child.Name)), $"those of model '{model.Name}': {string.Join(", ", walk.ChildrenOf(model).Keys.Take(10))}");
            return report;
        });
    }
}
