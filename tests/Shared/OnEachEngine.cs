using Keratin.Engines;
using NUnit.Framework;

namespace Keratin.Testing;

/// <summary>Base of fixtures that run on each engine: on the tensorflow engine they are skipped by name where its library is absent.</summary>
[TestFixture("managed")]
[TestFixture("tensorflow")]
[NonParallelizable]
public abstract class OnEachEngine(string engine)
{
    private IEngine? before;

    /// <summary>Makes the fixture's engine the current one.</summary>
    [OneTimeSetUp]
    public void UseEngine()
    {
        if (!EngineChoice.Present.Contains(engine)) Assert.Ignore(TensorFlowFolder.WhyAbsent);
        before = Engine.Current;
        EngineChoice.Use(engine);
    }

    /// <summary>Makes the engine the current one that was it before.</summary>
    [OneTimeTearDown]
    public void RestoreEngine()
    {
        if (before is not null) Engine.Current = before;
    }
}
