namespace Keratin.Conformance.Running;

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
