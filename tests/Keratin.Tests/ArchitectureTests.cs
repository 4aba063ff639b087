using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using ArchUnitNET.NUnit;
using Keratin.Engines.Managed;
using Keratin.Engines.TensorFlow;
using Keratin.Formats;
using Keratin.Models;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Keratin.Tests;

/// <summary>Dependencies point down only: Keratin knows all others, the engines know Core, Core and Formats know nobody.</summary>
internal sealed class ArchitectureTests
{
    private static readonly Assembly Keras = typeof(Model).Assembly;
    private static readonly Assembly Core = typeof(Tensor).Assembly;
    private static readonly Assembly ManagedEngine = typeof(ManagedEngine).Assembly;
    private static readonly Assembly TensorFlowEngine = typeof(TensorFlowEngine).Assembly;
    private static readonly Assembly Formats = typeof(ModelFormatException).Assembly;

    private static readonly Architecture Architecture = new ArchLoader().LoadAssemblies(Keras, Core, ManagedEngine, TensorFlowEngine, Formats).Build();

    private static IEnumerable<TestCaseData> Forbidden()
    {
        yield return Case("Core_knows_nothing_of_Keras", Core, Keras);
        yield return Case("Core_knows_no_engine", Core, ManagedEngine);
        yield return Case("Core_knows_no_file_formats", Core, Formats);
        yield return Case("The_managed_engine_knows_nothing_of_Keras", ManagedEngine, Keras);
        yield return Case("The_managed_engine_knows_no_file_formats", ManagedEngine, Formats);
        yield return Case("The_tensorflow_engine_knows_nothing_of_Keras", TensorFlowEngine, Keras);
        yield return Case("The_tensorflow_engine_knows_no_file_formats", TensorFlowEngine, Formats);
        yield return Case("The_tensorflow_engine_does_without_the_managed_engine", TensorFlowEngine, ManagedEngine);
        yield return Case("Core_knows_no_native_engine", Core, TensorFlowEngine);
        yield return Case("Keras_runs_without_the_tensorflow_engine", Keras, TensorFlowEngine);
        yield return Case("Formats_know_nothing_of_Keras", Formats, Keras);
        yield return Case("Formats_know_nothing_of_tensors", Formats, Core);
        yield return Case("Formats_know_no_engine", Formats, ManagedEngine);

        static TestCaseData Case(string name, Assembly from, Assembly to) => new TestCaseData(from, to).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Forbidden))]
    public void Dependencies_point_down_only(Assembly from, Assembly to)
    {
        IArchRule rule = Types().That().ResideInAssembly(from).Should().NotDependOnAny(Types().That().ResideInAssembly(to));
        rule.Check(Architecture);
    }

    [Test]
    public void Only_the_facade_that_saves_models_reads_files()
    {
        IArchRule rule = Types().That().ResideInAssembly(Keras).And().DoNotResideInNamespaceMatching(@"^Keratin\.(Saving|Models|Training\.Callbacks|Serialization)")
            .Should().NotDependOnAny(Types().That().ResideInAssembly(Formats));
        rule.Check(Architecture);
    }

    [Test]
    public void Numerics_know_nothing_of_tensors_or_kernels()
    {
        IArchRule rule = Types().That().ResideInNamespaceMatching(@"^Keratin\.Engines\.Managed\.Numerics")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^Keratin\.Engines\.Managed\.(Kernels|Planning)"));
        rule.Check(Architecture);
    }

    [Test]
    public void A_rule_that_is_broken_is_noticed()
    {
        IArchRule rule = Types().That().ResideInAssembly(Keras).Should().NotDependOnAny(Types().That().ResideInAssembly(Core));
        Assert.That(rule.HasNoViolations(Architecture), Is.False);
    }
}
