using Keratin.Engines;
using Keratin.Engines.TensorFlow;
using Keratin.Testing;

namespace Keratin.Tests.Engines.TensorFlow;

/// <summary>Base of fixtures that need TensorFlow's library: they run on the tensorflow engine, and are skipped by name where the library is absent.</summary>
[NonParallelizable]
internal abstract class OnTensorFlow
{
    private IEngine before = null!;

    protected static TensorFlowEngine TensorFlow => EngineChoice.TensorFlow;

    [SetUp]
    public void UseTensorFlow()
    {
        if (TensorFlowFolder.Path is null) Assert.Ignore(TensorFlowFolder.WhyAbsent);
        before = Engine.Current;
        Engine.Current = TensorFlow;
    }

    [TearDown]
    public void Restore()
    {
        if (before is not null) Engine.Current = before;
    }
}
