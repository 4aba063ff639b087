namespace Keratin.Saving;

/// <summary>How a model or its weights are read.</summary>
public sealed record LoadOptions
{
    /// <summary>Classes and functions that the file mentions and Keras doesn't have.</summary>
    public Serialization.CustomObjects? CustomObjects { get; init; }

    /// <summary>Whether what could run code is refused (<c>safe_mode</c>).</summary>
    public bool SafeMode { get; init; } = true;

    /// <summary>Whether the model is compiled as it was when it was saved, and the optimizer's state restored.</summary>
    public bool Compile { get; init; } = true;

    /// <summary>Whether weights that don't fit are passed over (and told in the report) rather than refused.</summary>
    public bool SkipMismatch { get; init; }

    /// <summary>Takes the report of what was loaded.</summary>
    public Action<LoadReport>? Report { get; init; }

    /// <summary>Told of each variable that was read.</summary>
    public IProgress<LoadProgress>? Progress { get; init; }

    /// <summary>Ends the load between two variables; the model keeps the values it had.</summary>
    public CancellationToken CancellationToken { get; init; }
}

/// <summary>How far a load is.</summary>
/// <param name="BytesRead">The bytes of the variables read so far.</param>
/// <param name="TotalBytes">The bytes of all variables.</param>
/// <param name="Variable">The variable that was read last.</param>
public readonly record struct LoadProgress(long BytesRead, long TotalBytes, string Variable);
