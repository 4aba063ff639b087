namespace Keratin.Saving;

/// <summary>What a load did, variable by variable.</summary>
public sealed class LoadReport
{
    private readonly List<(string Path, Shape Shape)> loaded = [];
    private readonly List<(string Path, string Reason)> skipped = [];
    private readonly List<string> missing = [];
    private readonly List<string> unexpected = [];

    /// <summary>The variables that got a value from the file.</summary>
    public IReadOnlyList<(string Path, Shape Shape)> Loaded => loaded;

    /// <summary>The variables that the file has a value for which doesn't fit, and why.</summary>
    public IReadOnlyList<(string Path, string Reason)> Skipped => skipped;

    /// <summary>The variables that the file has no value for.</summary>
    public IReadOnlyList<string> Missing => missing;

    /// <summary>What the file holds and the model has no place for.</summary>
    public IReadOnlyList<string> Unexpected => unexpected;

    internal void AddLoaded(string path, Shape shape) => loaded.Add((path, shape));
    internal void AddSkipped(string path, string reason) => skipped.Add((path, reason));
    internal void AddMissing(string path) => missing.Add(path);
    internal void AddUnexpected(string path) => unexpected.Add(path);

    /// <inheritdoc/>
    public override string ToString() => $"{loaded.Count} loaded, {skipped.Count} skipped, {missing.Count} missing, {unexpected.Count} unexpected";
}
