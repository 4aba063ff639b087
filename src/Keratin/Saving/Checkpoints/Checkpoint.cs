using Keratin.Formats;
using Keratin.Models;
using Keratin.Optimizers;

namespace Keratin.Saving.Checkpoints;

/// <summary>
/// The state of objects, saved and restored in TensorFlow's format (<c>tf.train.Checkpoint</c>): give objects by name, as Python's keywords.
/// A restore matches by these names; objects that are made later get their values then.
/// </summary>
/// <example><code>
/// var checkpoint = new Checkpoint { ["model"] = model, ["optimizer"] = optimizer, ["step"] = step };
/// string path = checkpoint.Save("training/ckpt");
/// checkpoint.Restore(path).AssertConsumed();
/// </code></example>
public sealed class Checkpoint : Trackable
{
    private readonly object? root;
    private Variable? saveCounter;

    /// <summary>A checkpoint of objects that are given by name.</summary>
    public Checkpoint()
    {
    }

    /// <summary>A checkpoint of an object and its children, as if these had been given by name (<c>tf.train.Checkpoint(root)</c>).</summary>
    public Checkpoint(object root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (!TrackableWalk.IsTrackable(root)) throw new ArgumentException($"A {root.GetType().Name} can't be the root of a checkpoint.", nameof(root));
        this.root = root;
    }

    /// <summary>The object named <c>model</c>.</summary>
    public Model? Model { get => Find("model") as Model; set => this["model"] = value!; }

    /// <summary>The object named <c>optimizer</c>.</summary>
    public Optimizer? Optimizer { get => Find("optimizer") as Optimizer; set => this["optimizer"] = value!; }

    /// <summary>The variable named <c>step</c>.</summary>
    public Variable? Step { get => Find("step") as Variable; set => this["step"] = value!; }

    /// <summary>How often <see cref="Save"/> was called, which numbers the checkpoints (<c>save_counter</c>).</summary>
    public Variable SaveCounter
    {
        get
        {
            if (saveCounter is null)
            {
                saveCounter = new Variable(Tensor.Scalar(0L), "save_counter", trainable: false);
                CheckpointRestore.Continue(Root);
            }
            return saveCounter;
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<(string Name, object Child)> TrackableChildren => root is null ? WithCounter(base.TrackableChildren) : base.TrackableChildren;

    private object Root => root ?? this;

    private TrackableWalk Walk => root is null ? new(this) : new(root, WithCounter([("root", root), .. base.TrackableChildren]));

    /// <summary>Saves under a number of its own, and makes it the newest of its folder (<c>save</c>). Training may go on meanwhile in other threads; the values are those of this moment.</summary>
    /// <param name="filePrefix">Folder and beginning of the files' names: <c>training/ckpt</c> gives <c>training/ckpt-1</c>.</param>
    /// <param name="flushToDisk">Whether to wait until the data is safe from a power cut.</param>
    /// <returns>The prefix to restore from.</returns>
    /// <exception cref="IOException">A file can't be written.</exception>
    public string Save(string filePrefix, bool flushToDisk = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePrefix);
        SaveCounter.Resource.Assign(Tensor.Scalar(SaveCounter.Resource.Read().Item<long>() + 1));
        string path = Write($"{filePrefix}-{SaveCounter.Resource.Read().Item<long>()}", flushToDisk);
        CheckpointFolder.SetLatest(path, flushToDisk);
        return path;
    }

    /// <summary>Saves under exactly this prefix, without a number, counting or keeping note of it (<c>write</c>).</summary>
    /// <returns>The prefix.</returns>
    /// <exception cref="IOException">A file can't be written.</exception>
    public string Write(string filePrefix, bool flushToDisk = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePrefix);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(filePrefix))!);
        CheckpointWriter.Write(Walk).Save(filePrefix, flushToDisk);
        return filePrefix;
    }

    /// <summary>Restores what <see cref="Save"/> wrote (<c>restore</c>). Objects that don't exist yet get their values when they do.</summary>
    /// <param name="savePath">The prefix that <see cref="Save"/> returned, or a folder, for its newest checkpoint; null restores nothing.</param>
    /// <exception cref="FileNotFoundException">There is no such checkpoint.</exception>
    /// <exception cref="ModelFormatException">It is damaged, or a shape or dtype doesn't fit. No value is changed then.</exception>
    public CheckpointLoadStatus Restore(string? savePath)
    {
        var status = Read(savePath);
        // From now on it is part of the program, and a checkpoint without it doesn't match; those of TensorFlow 1 don't know it.
        if (!status.IsNameBased) _ = SaveCounter;
        return status;
    }

    /// <summary>Restores what <see cref="Write"/> wrote (<c>read</c>): as <see cref="Restore"/>, but does not expect a count of saves.</summary>
    /// <exception cref="FileNotFoundException">There is no such checkpoint.</exception>
    /// <exception cref="ModelFormatException">It is damaged, or a shape or dtype doesn't fit. No value is changed then.</exception>
    public CheckpointLoadStatus Read(string? savePath)
    {
        var walk = Walk;
        return new CheckpointLoadStatus(savePath is null ? null : new CheckpointRestore(CheckpointFolder.Resolve(savePath), walk), walk);
    }

    private IEnumerable<(string Name, object Child)> WithCounter(IEnumerable<(string Name, object Child)> children)
    {
        foreach (var child in children) yield return child;
        if (saveCounter is not null) yield return ("save_counter", saveCounter);
    }
}
