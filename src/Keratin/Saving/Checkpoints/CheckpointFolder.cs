using Keratin.Formats;
using Keratin.Formats.TensorBundle;

namespace Keratin.Saving.Checkpoints;

/// <summary>A folder of checkpoints, whose file <c>checkpoint</c> tells which is the newest.</summary>
public static class CheckpointFolder
{
    /// <summary>The prefix of the newest checkpoint of a folder (<c>tf.train.latest_checkpoint</c>); null if it has none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="latestFilename">The name of the file that tells.</param>
    /// <exception cref="ModelFormatException">That file is broken.</exception>
    public static string? LatestCheckpoint(string folder, string latestFilename = CheckpointState.FileName)
    {
        if (CheckpointState.Read(folder, latestFilename) is not { Latest.Length: > 0 } state) return null;
        // Relative paths are relative to the folder; absolute ones stay as they are.
        string prefix = Path.Combine(folder, state.Latest);
        return TensorBundleReader.Exists(prefix) ? prefix : null;
    }

    /// <summary>Makes a checkpoint the newest of its folder, and the only one listed, as <c>Save</c> and <c>SaveWeights</c> do.</summary>
    internal static void SetLatest(string prefix, bool flushToDisk)
    {
        var state = new CheckpointState { Latest = Path.GetFileName(prefix) };
        state.All.Add((state.Latest, 0));
        state.Write(Path.GetDirectoryName(Path.GetFullPath(prefix))!, flushToDisk: flushToDisk);
    }

    /// <summary>A prefix as it is; of a folder, its newest checkpoint.</summary>
    internal static string Resolve(string prefixOrFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefixOrFolder);
        if (File.Exists(prefixOrFolder + ".index") || !Directory.Exists(prefixOrFolder)) return prefixOrFolder;
        return LatestCheckpoint(prefixOrFolder)
            ?? throw new FileNotFoundException($"The folder '{prefixOrFolder}' has no newest checkpoint: give a checkpoint's prefix, such as '{Path.Combine(prefixOrFolder, "ckpt-1")}'.");
    }
}
