namespace Keratin.Formats;

/// <summary>
/// A folder that appears whole: written beside its target, then renamed. An old folder in its place is renamed away before and removed
/// afterwards; no system renames one folder over another, so a crash between the two leaves the old one, whole, under a name that ends in
/// <c>.old</c>. Disposing it without <see cref="Commit"/> removes what was written.
/// </summary>
internal sealed class AtomicFolder : IDisposable
{
    private readonly string _target;
    private bool _done;

    private AtomicFolder(string path)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        Folder = $"{_target}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(Folder);
    }

    /// <summary>Where to write.</summary>
    public string Folder { get; }

    public static AtomicFolder Create(string path) => new(path);

    /// <summary>Puts the folder in its place.</summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_done, this);
        string? old = Directory.Exists(_target) ? $"{_target}.{Guid.NewGuid():N}.old" : null;
        if (old is not null)
        {
            Directory.Move(_target, old);
        }
        try
        {
            Directory.Move(Folder, _target);
        }
        catch when (old is not null)
        {
            Directory.Move(old, _target);
            throw;
        }
        _done = true;
        if (old is not null)
        {
            Directory.Delete(old, recursive: true);
        }
    }

    public void Dispose()
    {
        if (!_done && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
        _done = true;
    }
}
