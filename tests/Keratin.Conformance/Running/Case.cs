namespace Keratin.Conformance.Running;

/// <summary>One thing to do and to compare. <see cref="Run"/> returns if all is as expected and throws otherwise.</summary>
/// <param name="Name">Where it comes from, unique: <c>ops/MatMul/MatMul-000</c>.</param>
/// <param name="Run">Does it on the engine that is current.</param>
internal sealed record Case(string Name, Action Run)
{
    /// <summary>What outcomes are counted by: the first part of a case's name.</summary>
    public static string GroupOf(string name) => name[..name.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>What cases are listed under: all but the last part of the name.</summary>
    public static string FileOf(string name) => name[..name.LastIndexOf('/')];
}

/// <summary>Cases that stand together: a file of vectors, an artefact of the corpus. Their arrays are open while they are enumerated.</summary>
/// <param name="Name">What all their names begin with.</param>
/// <param name="Cases">Reads them.</param>
internal sealed record CaseFile(string Name, Func<IEnumerable<Case>> Cases);
