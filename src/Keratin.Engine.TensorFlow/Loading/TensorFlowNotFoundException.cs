using System.Text;

namespace Keratin.Engines.TensorFlow;

/// <summary>TensorFlow's library was not found or could not be loaded: says each place that was tried, what the system's loader said, and what to install.</summary>
public sealed class TensorFlowNotFoundException : Exception
{
    internal TensorFlowNotFoundException(IReadOnlyList<LoadAttempt> attempts) : base(Describe(attempts)) => Attempts = attempts;

    /// <summary>The places that were tried, in order.</summary>
    public IReadOnlyList<LoadAttempt> Attempts { get; }

    private static string Describe(IReadOnlyList<LoadAttempt> attempts)
    {
        var text = new StringBuilder("TensorFlow's library could not be loaded. Install it in one of these ways: reference a package that brings it ")
            .Append("(SciSharp.TensorFlow.Redist, or its variants -Linux-GPU and -Windows-GPU), install Python's package (pip install tensorflow), ")
            .Append("or set KERATIN_TENSORFLOW to the folder of libtensorflow. Tried:");
        foreach (var attempt in attempts) text.Append("\n  ").Append(attempt.Place).Append(": ").Append(attempt.Path).Append(": ").Append(attempt.Failure);
        return text.ToString();
    }
}

/// <summary>A place where TensorFlow's library was looked for in vain.</summary>
/// <param name="Place">What the place is.</param>
/// <param name="Path">The file that was tried.</param>
/// <param name="Failure">Why not: the words of the system's loader, if the file is there.</param>
public sealed record LoadAttempt(string Place, string Path, string Failure);
