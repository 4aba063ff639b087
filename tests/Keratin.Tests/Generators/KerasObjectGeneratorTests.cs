using Keratin.Generators;
using Keratin.Serialization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Keratin.Tests.Generators;

public class KerasObjectGeneratorTests
{
    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    private static (string[] Diagnostics, string Code) Run(string source)
    {
        var compilation = CSharpCompilation.Create(
            "Users", [CSharpSyntaxTree.ParseText("using System;\nusing Keratin;\nusing Keratin.Serialization;\nnamespace Users;\n" + source)],
            s_references.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create(new KerasObjectGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        var errors = output.GetDiagnostics().Concat(diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return ([.. errors.Select(error => $"{error.Id}: {error.GetMessage()}")], string.Concat(output.SyntaxTrees.Skip(1)));
    }

    [Test]
    public void A_class_of_a_user_registers_itself_under_its_package()
    {
        var (errors, code) = Run("""[KerasObject("Scale", Package = "my")] public partial class Scale(double factor = 2) : KerasObject { [Config] public double Factor { get; } = factor; }""");
        Assert.That(errors, Is.Empty);
        Assert.That(code, Does.Contain("ModuleInitializer").And.Contain("KerasObjects.Register(global::Users.Scale.KerasClass)").And.Contain("Package = \"my\""));
    }

    [Test]
    public void Classes_may_be_nested_and_global_and_may_hide_a_described_base()
    {
        var (errors, _) = Run("""
            public partial class Outer
            {
                [KerasObject("A")] public partial class A : KerasObject { [Config] public int X { get; init; } }
                [KerasObject("B")] public sealed partial class B : A { [Config] public (int, int)[] Pairs { get; set; } = []; }
            }
            """);
        Assert.That(errors, Is.Empty);
    }

    [TestCase("""[KerasObject("A")] public class A : KerasObject { }""", "KRT001", "'A'")]
    [TestCase("""[KerasObject("A")] public partial class A { }""", "KRT002", "'A'")]
    [TestCase("""[KerasObject("A")] public partial class A : KerasObject { [Config] public int Units { get; } }""", "KRT003", "'Units'")]
    [TestCase("""[KerasObject("A")] public partial class A : KerasObject { [Config] public Uri? Place { get; set; } }""", "KRT004", "'Place'")]
    [TestCase("""[KerasObject("A")] public partial class A(int units) : KerasObject { public int Unit => units; }""", "KRT005", "'units'")]
    [TestCase("""[KerasObject("A")] public partial class A : KerasObject { [Config] public int X { get; set; } [Config("x")] public int Y { get; set; } }""", "KRT006", "'x'")]
    [TestCase("""[KerasObject("A", Keys = ["y"])] public partial class A : KerasObject { [Config] public int X { get; set; } }""", "KRT008", "'y'")]
    public void A_mistake_is_reported(string source, string id, string part)
    {
        var (errors, _) = Run(source);
        Assert.That(errors, Has.Some.StartsWith(id).And.Some.Contains(part));
    }

    [Test]
    public void More_than_64_keys_are_refused()
    {
        string properties = string.Concat(Enumerable.Range(0, 65).Select(i => $"[Config] public int P{i} {{ get; set; }} "));
        Assert.That(Run("""[KerasObject("A")] public partial class A : KerasObject { PROPERTIES }""".Replace("PROPERTIES", properties)).Diagnostics, Has.Some.StartsWith("KRT007"));
    }

    [Test]
    public void Nothing_is_generated_again_when_other_code_changes()
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        var tree = CSharpSyntaxTree.ParseText("""using Keratin.Serialization; [KerasObject("A")] public partial class A : KerasObject { [Config] public int X { get; set; } }""");
        var compilation = CSharpCompilation.Create("Users", [tree], s_references.Value, options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new KerasObjectGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;")));
        var reasons = driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);
        Assert.That(reasons, Is.All.EqualTo(IncrementalStepRunReason.Cached).Or.EqualTo(IncrementalStepRunReason.Unchanged));
    }
}
