namespace Keratin.Conformance.Running;

/// <summary>How a case ended.</summary>
internal enum Verdict
{
    /// <summary>Everything it states was met.</summary>
    Passed,
    /// <summary>Something differs, or an error came that was not expected.</summary>
    Failed,
    /// <summary>It needs something that is not built yet, which the reason names.</summary>
    Unsupported,
}

/// <summary>What came of a case, and why if it did not pass.</summary>
internal sealed record Outcome(Case Case, Verdict Verdict, string Reason)
{
    public override string ToString() => Verdict == Verdict.Passed ? $"passed {Case.Name}" : $"{Verdict.ToString().ToLowerInvariant()} {Case.Name}: {Reason}";
}

/// <summary>Thrown by a case that needs something that is not built yet.</summary>
internal sealed class UnsupportedException(string reason) : Exception(reason);

/// <summary>Thrown by a case whose numbers, shapes or types are not the expected ones.</summary>
internal sealed class MismatchException(string message) : Exception(message);

/// <summary>Says in which part of a case something was thrown.</summary>
internal sealed class PartException(string part, Exception inner) : Exception(part, inner)
{
    /// <summary>Runs a part of a case under its name.</summary>
    public static void Name(string part, Action run)
    {
        try { run(); }
        catch (Exception error) { throw new PartException(part, error); }
    }
}
