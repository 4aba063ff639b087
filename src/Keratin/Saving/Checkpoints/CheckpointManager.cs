using Keratin.Formats;
using Keratin.Formats.TensorBundle;

namespace Keratin.Saving.Checkpoints;

/// <summary>How a <see cref="CheckpointManager"/> works, beside where and how many.</summary>
public sealed record CheckpointManagerOptions
{
    /// <summary>A checkpoint that is to be removed is kept for good if the last one kept so is at least this much older.</summary>
    public double? KeepCheckpointEveryNHours { get; init; }

    /// <summary>What the checkpoints' names begin with.</summary>
    public string CheckpointName { get; init; } = "ckpt";

    /// <summary>The number of steps done; needed with <see cref="CheckpointInterval"/>.</summary>
    public Variable? StepCounter { get; init; }

    /// <summary>The fewest steps between two checkpoints.</summary>
    public long? CheckpointInterval { get; init; }

    /// <summary>Called by <see cref="CheckpointManager.RestoreOrInitialize"/> where there is no checkpoint yet.</summary>
    public Action? InitFn { get; init; }

    /// <summary>The step of the last checkpoint, from which the interval counts.</summary>
    public long? LastCheckpointStep { get; init; }

    /// <summary>Whether each checkpoint is safe from a power cut before an older one is removed.</summary>
    public bool FlushToDisk { get; init; }

    /// <summary>Tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>
/// Keeps the last checkpoints of a folder and removes older ones (<c>tf.train.CheckpointManager</c>). It goes on where the one before it in
/// that folder stopped. At every moment, also if the process is killed, the folder's newest checkpoint is a whole one.
/// </summary>
public sealed class CheckpointManager
{
    private readonly Checkpoint checkpoint;
    private readonly int? maxToKeep;
    private readonly CheckpointManagerOptions options;
    private readonly OrderedDictionary<string, double> kept = [];
    private double lastPreserved;
    private long? lastStep;

    /// <summary>A manager of a folder, which is made when it is needed.</summary>
    /// <param name="checkpoint">What is saved.</param>
    /// <param name="directory">The folder.</param>
    /// <param name="maxToKeep">How many checkpoints stay; null for all.</param>
    /// <param name="options">The rest.</param>
    /// <exception cref="ArgumentException">There is an interval without a step counter, or none is to be kept.</exception>
    /// <exception cref="ModelFormatException">The folder's state file is broken.</exception>
    public CheckpointManager(Checkpoint checkpoint, string directory, int? maxToKeep, CheckpointManagerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (maxToKeep <= 0) throw new ArgumentOutOfRangeException(nameof(maxToKeep), maxToKeep, "At least one checkpoint has to be kept; null keeps all.");
        this.options = options ??= new CheckpointManagerOptions();
        if (options.CheckpointInterval is not null && options.StepCounter is null) throw new ArgumentException("A checkpoint interval needs a step counter.", nameof(options));
        (this.checkpoint, Directory, this.maxToKeep, lastStep) = (checkpoint, directory, maxToKeep, options.LastCheckpointStep);
        Recover();
    }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <summary>The prefix of the newest checkpoint; null if there is none.</summary>
    public string? LatestCheckpoint { get; private set; }

    /// <summary>The prefixes of the checkpoints that may still be removed, the oldest first; those kept for good are not among them.</summary>
    public IReadOnlyList<string> Checkpoints => [.. kept.Keys];

    /// <summary>Saves a checkpoint and removes those that are too many.</summary>
    /// <param name="checkpointNumber">Its number; counted by <see cref="Checkpoint.SaveCounter"/> if not given.</param>
    /// <param name="checkInterval">Whether nothing is saved if too few steps were done since the last one.</param>
    /// <returns>The prefix of the new checkpoint; null if none was saved.</returns>
    /// <exception cref="IOException">A file can't be written.</exception>
    public string? Save(long? checkpointNumber = null, bool checkInterval = true)
    {
        if (options.CheckpointInterval is { } interval)
        {
            long step = CurrentStep();
            if (step == lastStep || (checkInterval && step < lastStep + interval)) return null;
            lastStep = step;
        }
        long count = checkpoint.SaveCounter.Resource.Read().Item<long>() + 1;
        checkpoint.SaveCounter.Resource.Assign(Tensor.Scalar(count));
        string path = checkpoint.Write($"{Path.Combine(Directory, options.CheckpointName)}-{checkpointNumber ?? count}", options.FlushToDisk);
        kept.Remove(path);
        kept.Add(path, Now());
        LatestCheckpoint = path;
        // The state names the new checkpoint before an old one goes, and afterwards no longer names the old ones.
        Record();
        if (Sweep()) Record();
        return path;
    }

    /// <summary>Restores the newest checkpoint; where there is none, calls the function that initializes (<c>restore_or_initialize</c>).</summary>
    /// <returns>The prefix restored from, or null.</returns>
    public string? RestoreOrInitialize()
    {
        if (LatestCheckpoint is null)
        {
            options.InitFn?.Invoke();
            return null;
        }
        checkpoint.Restore(LatestCheckpoint);
        if (options.CheckpointInterval is not null) lastStep = CurrentStep();
        return LatestCheckpoint;
    }

    private void Recover()
    {
        double now = Now();
        foreach (string left in System.IO.Directory.Exists(Directory) ? System.IO.Directory.GetFiles(Directory, "*.tmp").Where(IsLeftOver) : []) File.Delete(left);
        if (CheckpointState.Read(Directory) is not { } state)
        {
            // A little back, so that a manager that is made again at once doesn't miss the first checkpoint.
            lastPreserved = now - 1;
            return;
        }
        lastPreserved = Math.Min(state.LastPreserved, now);
        if (state.Latest.Length > 0) LatestCheckpoint = Path.Combine(Directory, state.Latest);
        bool areTimed = state.All.Exists(static entry => entry.Timestamp > 0);
        foreach (var (prefix, timestamp) in state.All)
        {
            double time = Math.Min(areTimed ? timestamp : lastPreserved, now);
            if (time > lastPreserved) kept[Path.Combine(Directory, prefix)] = time;
        }
    }

    // What a manager of this folder was writing when it was killed.
    private bool IsLeftOver(string file) =>
        Path.GetFileName(file).StartsWith($"{options.CheckpointName}-", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith($"{CheckpointState.FileName}.", StringComparison.Ordinal);

    private bool Sweep()
    {
        bool removed = false;
        while (maxToKeep is { } most && kept.Count > most)
        {
            var (prefix, time) = kept.GetAt(0);
            kept.RemoveAt(0);
            removed = true;
            if (options.KeepCheckpointEveryNHours is { } hours && time - hours * 3600 >= lastPreserved) lastPreserved = time;
            else BundleFiles.Delete(prefix);
        }
        return removed;
    }

    private void Record()
    {
        var state = new CheckpointState { Latest = Relative(LatestCheckpoint!), LastPreserved = lastPreserved };
        foreach (var (prefix, time) in kept) state.All.Add((Relative(prefix), time));
        state.Write(Directory, flushToDisk: options.FlushToDisk);
    }

    private string Relative(string prefix) => Path.GetRelativePath(Directory, prefix);

    private long CurrentStep() => Ops.Cast(options.StepCounter!.Resource.Read(), DType.Int64).Value.Item<long>();

    private double Now() => (options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
}
