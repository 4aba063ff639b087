namespace Keratin.Formats;

/// <summary>
/// A file that appears whole or not at all: written beside its target, flushed, then renamed over it. Disposing it without
/// <see cref="Commit"/> removes what was written and leaves the target as it was.
/// </summary>
/// <example><code>
/// using var file = AtomicFile.Create("model.h5");
/// file.Stream.Write(bytes);
/// file.Commit();
/// </code></example>
public sealed class AtomicFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly bool _flushToDisk;
    private bool _done;

    private AtomicFile(string path, bool flushToDisk, long length)
    {
        // A link is followed, so that the file it names is replaced and the link stays.
        string full = Path.GetFullPath(path);
        _target = new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
        _temporary = $"{_target}.{Guid.NewGuid():N}.tmp";
        _flushToDisk = flushToDisk;
        Stream = new FileStream(_temporary, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            PreallocationSize = length,
            BufferSize = 0,
        });
    }

    /// <summary>Where to write. It has no buffer: write in large pieces, or put a <see cref="BufferedStream"/> before it.</summary>
    public FileStream Stream { get; }

    /// <summary>Starts a file.</summary>
    /// <param name="path">The target, which is replaced at <see cref="Commit"/> if it exists.</param>
    /// <param name="flushToDisk">Whether the bytes must have reached the disk before the rename: slower, but
    /// whole even when the machine loses power. Without it the file survives a crash of the process.</param>
    /// <param name="length">How long the file will be, where known: a full disk then shows at once.</param>
    public static AtomicFile Create(string path, bool flushToDisk = false, long length = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new AtomicFile(path, flushToDisk, length);
    }

    /// <summary>Ends writing and puts the file in its place.</summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_done, this);
        Stream.Flush(_flushToDisk);
        Stream.Dispose();
        if (File.Exists(_target) && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_temporary, File.GetUnixFileMode(_target));
        }
        File.Move(_temporary, _target, overwrite: true);
        _done = true;
    }

    /// <summary>Removes the file where it was not committed.</summary>
    public void Dispose()
    {
        if (_done)
        {
            return;
        }
        _done = true;
        Stream.Dispose();
        File.Delete(_temporary);
    }
}
