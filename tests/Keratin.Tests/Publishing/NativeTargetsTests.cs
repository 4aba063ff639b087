using System.Diagnostics;
using System.Text.Json;

namespace Keratin.Tests.Publishing;

/// <summary>What the property KeratinTensorFlow makes of a project that imports native/Keratin.TensorFlow.targets.</summary>
[Category("Publish")]
internal sealed class NativeTargetsTests
{
    [TestCase("cpu", "SciSharp.TensorFlow.Redist")]
    [TestCase("linux-gpu", "SciSharp.TensorFlow.Redist-Linux-GPU")]
    [TestCase("windows-gpu", "SciSharp.TensorFlow.Redist-Windows-GPU")]
    [TestCase("own;KeratinTensorFlowPackage=Mine.TensorFlow", "Mine.TensorFlow")]
    public void A_property_references_the_package_that_brings_the_library(string property, string package)
    {
        using var items = JsonDocument.Parse(MsBuild(0, "-getItem:PackageReference", $"-p:KeratinTensorFlow={property}"));
        var references = items.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray().Select(static item => item.GetProperty("Identity").GetString());
        Assert.That(references, Is.EqualTo(new[] { package }));
    }

    [TestCase("gpu", "KERATIN002")]
    [TestCase("own", "KERATIN001")]
    public void A_value_that_means_nothing_is_an_error(string value, string code) =>
        Assert.That(MsBuild(1, "-t:CheckKeratinTensorFlow", $"-p:KeratinTensorFlow={value}"), Does.Contain(code));

    private static string MsBuild(int expectedExit, params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("keratin-targets").FullName;
        try
        {
            string project = Path.Combine(folder, "some.csproj");
            File.WriteAllText(project, $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <Import Project="{Path.Combine(Testing.Repository.Root, "native", "Keratin.TensorFlow.targets")}" />
                </Project>
                """);
            var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", .. arguments]) { RedirectStandardOutput = true };
            foreach (string variable in start.Environment.Keys.Where(static key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(variable);
            using var process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.EqualTo(expectedExit), output);
            return output;
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}
