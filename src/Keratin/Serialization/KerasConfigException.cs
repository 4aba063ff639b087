namespace Keratin.Serialization;

/// <summary>A config can't be turned into an object, or an object into a config.</summary>
public sealed class KerasConfigException : Exception
{
    /// <summary>Makes the error from its parts.</summary>
    /// <param name="path">Where in the model, e.g. <c>layers[3].config.units</c>.</param>
    /// <param name="received">What was there.</param>
    /// <param name="expected">What would have been right, or what to do next.</param>
    /// <param name="inner">What caused it.</param>
    public KerasConfigException(string path, string received, string expected, Exception? inner = null)
        : base($"{(path.Length == 0 ? "The config" : path)}: {received}. {expected}", inner)
    {
        Path = path;
        Received = received;
        Expected = expected;
    }

    /// <summary>Where in the model, e.g. <c>layers[3].config.units</c>; empty for the outermost object.</summary>
    public string Path { get; }

    /// <summary>What was there.</summary>
    public string Received { get; }

    /// <summary>What would have been right, or what to do next.</summary>
    public string Expected { get; }
}
