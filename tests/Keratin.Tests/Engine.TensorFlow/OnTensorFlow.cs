using Keratin.Engines;
using Keratin.Engines.TensorFlow;
using Keratin.Testing;

namespace Keratin.Tests.Engines.TensorFlow;

/// <summary>Base of fixtures that need TensorFlow's library: they run on the tensorflow engine, and are skipped by name where the library is absent.</summary>
[NonParallelizable]
internal abstract class OnTensorFlow
{
    private static readonly Lazy<TensorFlowEngine> Shared = new(static () => new TensorFlowEngine(new TensorFlowOptions { LibraryPath = TensorFlowFolder.Path, OneDnn = false, LogLevel = 2 }));

    private IEngine before = null!;

    protected static TensorFlowEngine TensorFlow => Shared.Value;

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
