namespace Keratin.Saving.Checkpoints;

/// <summary>
/// What a restore matched, and assertions about it (<c>CheckpointLoadStatus</c>). They may be called later, too: objects that are made after
/// the restore get their values as they are made.
/// </summary>
public sealed class CheckpointLoadStatus
{
    private const int Listed = 10;

    private readonly CheckpointRestore? restore;
    private readonly TrackableWalk walk;
    private readonly string?[] paths = [];

    internal CheckpointLoadStatus(CheckpointRestore? restore, TrackableWalk walk)
    {
        (this.restore, this.walk) = (restore, walk);
        if (restore is not null) paths = CheckpointObject.Paths(restore.Graph);
    }

    /// <summary>The objects with values in the checkpoint that the program has none for, by their ways from the root.</summary>
    public IReadOnlyList<string> UnusedValues => restore is null ? [] :
        [.. WithValues().Where(id => !restore.Bound.ContainsKey(id) || restore.Unused.Contains(id)).Select(PathOf)];

    /// <summary>The variables and other state of the program that the checkpoint has no value for, by their ways from the root.</summary>
    public IReadOnlyList<string> UnmatchedObjects
    {
        get
        {
            var matched = new HashSet<object>(restore?.Bound.Values ?? [], ReferenceEqualityComparer.Instance);
            return [.. walk.Objects().Where(entry => TrackableWalk.HasState(entry.Node) && !matched.Contains(entry.Node)).Select(static entry => Named(entry.Node, entry.Path))];
        }
    }

    /// <summary>Asserts that every value of the checkpoint has been taken, and that every object of the program has got one (<c>assert_consumed</c>).</summary>
    /// <exception cref="CheckpointMismatchException">Not so; the message lists the objects.</exception>
    public CheckpointLoadStatus AssertConsumed()
    {
        AssertExistingObjectsMatched();
        Require(UnusedValues, "values of the checkpoint have no object in the program");
        return this;
    }

    /// <summary>Asserts that every variable that the program has now got a value; the checkpoint may hold more (<c>assert_existing_objects_matched</c>).</summary>
    /// <exception cref="CheckpointMismatchException">Not so; the message lists the variables.</exception>
    public CheckpointLoadStatus AssertExistingObjectsMatched()
    {
        if (restore is null) throw new CheckpointMismatchException("No checkpoint was restored: there was none to restore.", []);
        restore.GoOnEverywhere();
        Require(UnmatchedObjects, "objects of the program have no value in the checkpoint");
        return this;
    }

    /// <summary>Asserts that at least something beside the root matched (<c>assert_nontrivial_match</c>).</summary>
    /// <exception cref="CheckpointMismatchException">Nothing did.</exception>
    public CheckpointLoadStatus AssertNontrivialMatch()
    {
        if (restore is null) throw new CheckpointMismatchException("No checkpoint was restored: there was none to restore.", []);
        restore.GoOnEverywhere();
        if (restore.Bound.Count > 1) return this;
        Require(UnmatchedObjects, "objects of the program have no value in the checkpoint, and nothing but the root matched: is it a checkpoint of this program?");
        throw new CheckpointMismatchException("There is nothing to restore: no object has been given to the checkpoint yet.", []);
    }

    /// <summary>Says that it is meant if the checkpoint holds more than the program takes (<c>expect_partial</c>). Keratin never warns of it; <see cref="UnusedValues"/> tells.</summary>
    public CheckpointLoadStatus ExpectPartial() => this;

    internal bool IsNameBased => restore is { IsNameBased: true };

    internal void Fill(LoadReport report)
    {
        if (restore is null) return;
        var skipped = restore.Skipped.ToDictionary(static entry => entry.Id, static entry => entry.Reason);
        foreach (int id in WithValues())
        {
            if (skipped.TryGetValue(id, out string? reason)) report.AddSkipped(PathOf(id), reason);
            else if (restore.Bound.TryGetValue(id, out object? node) && node is Variable variable) report.AddLoaded(PathOf(id), variable.Shape);
            else if (node is null) report.AddUnexpected(PathOf(id));
        }
        foreach (string path in UnmatchedObjects) report.AddMissing(path);
    }

    private IEnumerable<int> WithValues() => Enumerable.Range(0, restore!.Graph.Nodes.Count).Where(id => restore.Graph.Nodes[id].Attributes.Count > 0);

    private string PathOf(int id) => paths[id] ?? restore!.Graph.Nodes[id].Attributes[0].Key;

    private static string Named(object node, string path) => TrackableWalk.FullName(node) is { Length: > 0 } name ? $"{path} ({name})" : path;

    private static void Require(IReadOnlyList<string> wrong, string what)
    {
        if (wrong.Count == 0) return;
        string more = wrong.Count > Listed ? $" … and {wrong.Count - Listed} more" : "";
        throw new CheckpointMismatchException($"{wrong.Count} {what}: {string.Join(", ", wrong.Take(Listed))}{more}", wrong);
    }
}

/// <summary>A checkpoint and the program don't match as it was asserted.</summary>
public sealed class CheckpointMismatchException : Exception
{
    internal CheckpointMismatchException(string message, IReadOnlyList<string> paths) : base(message) => Paths = paths;

    /// <summary>The objects that it is about, by their ways from the root.</summary>
    public IReadOnlyList<string> Paths { get; }
}
