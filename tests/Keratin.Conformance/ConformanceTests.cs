using Keratin.Conformance.Running;
using Keratin.Testing;
using NUnit.Framework;

namespace Keratin.Conformance;

/// <summary>Every case of the baseline passes: over the subset in the repository, and over the full folders where they are present.</summary>
[NonParallelizable]
internal sealed class ConformanceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestCaseSource(nameof(Subset))]
    public void Meets_the_subset(string engine, CaseFile file) => Meet(engine, file);

    [TestCaseSource(nameof(Full))]
    public void Meets_the_full_folders(string engine, CaseFile file) => Meet(engine, file);

    private static void Meet(string engine, CaseFile file)
    {
        EngineChoice.Use(engine);
        var baseline = Baseline.Load(engine);
        var (lost, gained, others) = (new List<string>(), new List<string>(), new List<string>());
        int held = 0;
        using var runner = new Runner(Limit);
        foreach (var @case in file.Cases())
        {
            var outcome = runner.Run(@case);
            bool known = baseline.Contains(@case.Name);
            if (known) held++;
            if (outcome.Verdict == Verdict.Passed && !known) gained.Add(@case.Name);
            if (outcome.Verdict != Verdict.Passed) (known ? lost : others).Add(outcome.ToString());
        }
        if (gained.Count > 0) TestContext.Out.WriteLine($"{gained.Count} cases pass that are not in the baseline yet; run this project with --update-baseline: {string.Join(", ", gained)}");
        foreach (string other in others) TestContext.Out.WriteLine(other);
        Assert.That(lost, Is.Empty, "cases of the baseline that no longer pass");
        if (held == 0) Assert.Ignore($"No case is in the baseline: {string.Join("; ", others)}");
    }

    private static IEnumerable<TestCaseData> Subset() => Files("subset", Folders.Subset("vectors"), Folders.Subset("corpus"));

    private static IEnumerable<TestCaseData> Full()
    {
        var (vectors, corpus) = (Folders.Full("vectors"), Folders.Full("corpus"));
        if (vectors is null && corpus is null)
            return [new TestCaseData("", new CaseFile("", static () => [])).SetName("Full folders").Ignore("Set KERATIN_VECTORS and KERATIN_CORPUS to the folders of vectors and corpus.")];
        return Files("full", vectors, corpus);
    }

    private static IEnumerable<TestCaseData> Files(string extent, string? vectors, string? corpus)
    {
        var settings = new Settings { Vectors = vectors, Corpus = corpus };
        foreach (string absent in EngineChoice.Names.Except(EngineChoice.Present))
            yield return new TestCaseData(absent, new CaseFile("", static () => [])).SetName($"{extent} {absent}").Ignore(TensorFlowFolder.WhyAbsent);
        foreach (string engine in EngineChoice.Present)
            foreach (var file in settings.Files())
                yield return new TestCaseData(engine, file).SetName($"{extent} {engine} {file.Name}");
    }
}
