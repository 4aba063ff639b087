using System.Runtime.InteropServices;

namespace Keratin.Tests.Publishing;

/// <summary>Keratin.Aot is published as users publish a service, without one warning of the trimmer, and its predictions are Python's.</summary>
[Category("Publish")]
internal sealed class PublishTests
{
    [Test]
    public void Predicts_as_Python_does_when_trimmed() => PublishAndRun("trimmed", "-p:PublishAot=false", "--self-contained");

    [Test]
    public void Predicts_as_Python_does_as_native_code()
    {
        if (!OperatingSystem.IsWindows() && !OnPath("clang") && !OnPath("gcc")) Assert.Ignore("Native code needs a linker: clang or gcc is not installed.");
        PublishAndRun("native");
    }

    private static void PublishAndRun(string name, params string[] options)
    {
        // A folder of its own, so that nothing of the build that runs this test changes.
        string artifacts = Path.Combine(Testing.Repository.Root, "artifacts", "publish"), output = Path.Combine(artifacts, name);
        Program.Run("dotnet", [
            "publish", Path.Combine(Testing.Repository.Root, "tests", "Keratin.Aot"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", output, "--artifacts-path", artifacts, "-p:RunAnalyzers=false", "-v", "q", "--nologo",
            .. options]);
        Program.Run(Path.Combine(output, OperatingSystem.IsWindows() ? "Keratin.Aot.exe" : "Keratin.Aot"), [TestData.Path()]);
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
