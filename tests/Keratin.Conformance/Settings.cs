using Keratin.Conformance.Corpus;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;

namespace Keratin.Conformance;

/// <summary>What is to be run.</summary>
internal sealed record Settings
{
    /// <summary>Folder of groups of vectors, if vectors are to be run.</summary>
    public string? Vectors { get; init; }

    /// <summary>Folder of folders of files that Keras wrote, if those are to be run.</summary>
    public string? Corpus { get; init; }

    /// <summary>Only cases whose name contains this text.</summary>
    public string Only { get; init; } = "";

    /// <summary>What a case may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Where the cases stand, always in the same order.</summary>
    public IEnumerable<CaseFile> Files() => [.. Vectors is null ? [] : VectorFolder.Files(Vectors), .. Corpus is null ? [] : CorpusFolder.Files(Corpus)];

    /// <summary>The cases meant, always in the same order.</summary>
    public IEnumerable<Case> Cases() => Files().SelectMany(file => file.Cases()).Where(@case => @case.Name.Contains(Only, StringComparison.OrdinalIgnoreCase));
}
