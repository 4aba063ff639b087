using System.Globalization;
using System.Text;

namespace Keratin.Formats.TensorBundle;

/// <summary>
/// The file <c>checkpoint</c> that lists the checkpoints of a folder: a <c>CheckpointState</c> message as text, one
/// <c>name: value</c> a line.
/// </summary>
public sealed class CheckpointState
{
    /// <summary>The file's name.</summary>
    public const string FileName = "checkpoint";

    /// <summary>The prefix of the newest checkpoint, in full or relative to the folder.</summary>
    public string Latest { get; set; } = "";

    /// <summary>The prefixes of all checkpoints, the oldest first, with the times they were written (seconds since 1970; 0 where unknown).</summary>
    public List<(string Prefix, double Timestamp)> All { get; } = [];

    /// <summary>When the last checkpoint was written that is kept for good.</summary>
    public double LastPreserved { get; set; }

    /// <summary>Reads the state of a folder; null if it has none.</summary>
    /// <exception cref="ModelFormatException">The file is broken.</exception>
    public static CheckpointState? Read(string folder, string fileName = FileName)
    {
        string path = Path.Combine(folder, fileName);
        return File.Exists(path) ? Parse(File.ReadAllText(path), path) : null;
    }

    /// <summary>Writes the state of a folder atomically.</summary>
    public void Write(string folder, string fileName = FileName, bool flushToDisk = false)
    {
        using var file = AtomicFile.Create(Path.Combine(folder, fileName), flushToDisk);
        file.Stream.Write(Encoding.UTF8.GetBytes(ToString()));
        file.Commit();
    }

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"model_checkpoint_path: {TextProto.Quote(Latest)}\n");
        foreach (var (prefix, _) in All)
        {
            text.Append(CultureInfo.InvariantCulture, $"all_model_checkpoint_paths: {TextProto.Quote(prefix)}\n");
        }
        foreach (var (_, timestamp) in All)
        {
            if (timestamp > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"all_model_checkpoint_timestamps: {timestamp:R}\n");
            }
        }
        if (LastPreserved > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"last_preserved_timestamp: {LastPreserved:R}\n");
        }
        return text.ToString();
    }

    internal static CheckpointState Parse(string text, string path)
    {
        var state = new CheckpointState();
        var prefixes = new List<string>();
        var timestamps = new List<double>();
        foreach (var (name, value) in TextProto.Read(text, path))
        {
            switch (name)
            {
                case "model_checkpoint_path":
                    state.Latest = value;
                    break;
                case "all_model_checkpoint_paths":
                    prefixes.Add(value);
                    break;
                case "all_model_checkpoint_timestamps":
                    timestamps.Add(Number(value, path));
                    break;
                case "last_preserved_timestamp":
                    state.LastPreserved = Number(value, path);
                    break;
            }
        }
        for (int i = 0; i < prefixes.Count; i++)
        {
            state.All.Add((prefixes[i], i < timestamps.Count ? timestamps[i] : 0));
        }
        return state;
    }

    private static double Number(string text, string path) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw new ModelFormatException(path, "timestamp", $"'{text}'", "a number of seconds");
}
