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

/// <summary>What came of the case of that name, and why if it did not pass.</summary>
internal sealed record Outcome(string Case, Verdict Verdict, string Reason = "")
{
    public override string ToString() => $"{Verdict.ToString().ToLowerInvariant()} {Case}{(Reason.Length > 0 ? ": " : "")}{Reason}";
}
