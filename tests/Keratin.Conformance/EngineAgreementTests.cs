using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;
using Keratin.Testing;
using NUnit.Framework;

namespace Keratin.Conformance;

/// <summary>Both engines give the same for every op of the vectors, op by op.</summary>
[NonParallelizable]
internal sealed class EngineAgreementTests
{
    [TestCaseSource(nameof(Files))]
    public void Both_engines_give_the_same(CaseFile file)
    {
        var differences = new List<string>();
        int compared = 0;
        using var runner = new Runner(TimeSpan.FromSeconds(60));
        foreach (var @case in file.Cases())
        {
            var outcome = runner.Run(@case);
            if (outcome.Verdict == Verdict.Failed) differences.Add(outcome.ToString());
            if (outcome.Verdict == Verdict.Passed) compared++;
        }
        Assert.That(differences, Is.Empty);
        if (compared == 0) Assert.Ignore("Only one of the engines has this op.");
    }

    private static IEnumerable<TestCaseData> Files()
    {
        if (TensorFlowFolder.Path is null)
            return [new TestCaseData(new CaseFile("", static () => [])).SetName("Both engines").Ignore(TensorFlowFolder.WhyAbsent)];
        return VectorFolder.OpsOnBothEngines(Folders.Full("vectors") ?? Folders.Subset("vectors")).Select(static file => new TestCaseData(file).SetName($"both engines {file.Name}"));
    }
}
