using System.Runtime.InteropServices;
using Keratin.Engines.TensorFlow;
using Keratin.Engines.TensorFlow.Loading;

namespace Keratin.Tests.Engines.TensorFlow;

internal sealed class LibrarySearchTests
{
    private string folder = null!;

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("keratin-search").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("LINUX", Architecture.X64, "linux-x64", "libtensorflow.so.2")]
    [TestCase("OSX", Architecture.Arm64, "osx-arm64", "libtensorflow.2.dylib")]
    [TestCase("WINDOWS", Architecture.X64, "win-x64", "tensorflow.dll")]
    public void Looks_for_each_system_s_names_in_its_native_assets(string system, Architecture processor, string identifier, string name)
    {
        var search = Search() with { System = OSPlatform.Create(system), Processor = processor };
        var paths = search.Candidates().Select(static candidate => candidate.Path).ToList();
        Assert.That(paths, Does.Contain(Path.Combine(folder, "runtimes", identifier, "native", name)));
        Assert.That(paths, Does.Contain(name), "the system's own search");
    }

    [Test]
    public void Goes_from_the_application_to_packages_to_pip_to_the_system()
    {
        string python = Path.Combine(folder, "venv", "lib", "python3.12", "site-packages");
        Directory.CreateDirectory(python);
        var search = Search() with { AssetFolders = ["/assets"], Environment = name => name == "VIRTUAL_ENV" ? Path.Combine(folder, "venv") : null };
        var places = search.Candidates().Select(static candidate => candidate.Place).Distinct().ToArray();
        Assert.That(places, Is.EqualTo(new[] { "the application's folder", "the application's native assets", "the packages' native assets", "a TensorFlow that pip installed", "the system's search" }));
        Assert.That(search.Candidates().Select(static candidate => candidate.Path), Does.Contain(Path.Combine(python, "tensorflow", "libtensorflow_cc.so.2")));
    }

    [Test]
    public void A_path_given_or_the_environment_variable_leaves_nothing_else_to_try()
    {
        var given = Search() with { Given = folder };
        Assert.That(given.Candidates().Select(static candidate => candidate.Place).Distinct(), Is.EqualTo(new[] { "the path given" }));
        var named = Search() with { Environment = name => name == "KERATIN_TENSORFLOW" ? "/elsewhere" : null };
        Assert.That(named.Candidates(), Has.All.Matches<(string Place, string Path)>(static candidate => candidate.Path.StartsWith("/elsewhere", StringComparison.Ordinal)));
    }

    [Test]
    public void The_path_may_be_the_library_itself()
    {
        string file = Path.Combine(folder, "my-tensorflow.so");
        File.WriteAllText(file, "");
        Assert.That((Search() with { Given = file }).Candidates().Single().Path, Is.EqualTo(file));
    }

    [Test]
    public void A_failure_tells_each_place_the_loader_s_words_and_what_to_install()
    {
        string broken = Path.Combine(folder, "libtensorflow.so.2");
        File.WriteAllText(broken, "no library");
        var search = Search() with { System = OSPlatform.Linux, Given = folder };
        var error = Assert.Throws<TensorFlowNotFoundException>(() => TensorFlowLibrary.Find(search));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Attempts.Select(static attempt => attempt.Path), Is.EqualTo(search.Candidates().Select(static candidate => candidate.Path)));
            Assert.That(error!.Attempts[0].Failure, Does.Contain(broken).And.Not.Contain("there is no such file"), "the loader's words");
            Assert.That(error!.Attempts[1].Failure, Is.EqualTo("there is no such file"));
            Assert.That(error!.Message, Does.Contain(broken).And.Contains("pip install tensorflow").And.Contains("KERATIN_TENSORFLOW"));
        });
    }

    [Test]
    [Platform("Linux")]
    public void A_library_that_is_not_TensorFlow_is_told_from_one()
    {
        string libc = new[] { "/lib/x86_64-linux-gnu/libm.so.6", "/lib64/libm.so.6", "/usr/lib/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6" }.FirstOrDefault(File.Exists) ?? "";
        if (libc.Length == 0) Assert.Ignore("No libm.so.6 at the usual places.");
        var error = Assert.Throws<TensorFlowNotFoundException>(() => TensorFlowLibrary.Find(Search() with { Given = libc }));
        Assert.That(error!.Attempts.Single().Failure, Does.Contain("it is no TensorFlow"));
    }

    [TestCase("2.21.0", true)]
    [TestCase("2.10.1", true)]
    [TestCase("2.9.3", false)]
    [TestCase("1.15.0", false)]
    [TestCase("3.0.0", false)]
    [TestCase("", false)]
    public void Knows_the_versions_it_can_use(string version, bool known) => Assert.That(TensorFlowLibrary.IsKnown(version), Is.EqualTo(known));

    private LibrarySearch Search() => new() { ApplicationFolder = folder, AssetFolders = [], System = OSPlatform.Linux, Processor = Architecture.X64, Environment = static _ => null };
}
