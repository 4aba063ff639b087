using System.Runtime.InteropServices;

namespace Keratin.Engines.TensorFlow.Loading;

/// <summary>
/// Where TensorFlow's library may lie, in the order in which the places are tried: a path given, the environment variable
/// <c>KERATIN_TENSORFLOW</c>, the application's folder and its packages' native assets, a TensorFlow that pip installed, the system's own search.
/// </summary>
internal sealed record LibrarySearch
{
    /// <summary>The environment variable that names the library or its folder.</summary>
    public const string Variable = "KERATIN_TENSORFLOW";

    /// <summary>A library or a folder that the program named.</summary>
    public string? Given { get; init; }

    public OSPlatform System { get; init; } = OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;
    public Architecture Processor { get; init; } = RuntimeInformation.ProcessArchitecture;
    public string ApplicationFolder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Folders of packages' native assets, where the program runs from its build output.</summary>
    public string[] AssetFolders { get; init; } = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    public Func<string, string?> Environment { get; init; } = global::System.Environment.GetEnvironmentVariable;

    /// <summary>The names of the library on this system: the C library alone, then the one of the Python package.</summary>
    public string[] Names => System == OSPlatform.Windows ? ["tensorflow.dll"]
        : System == OSPlatform.OSX ? ["libtensorflow.2.dylib", "libtensorflow.dylib", "libtensorflow_cc.2.dylib"]
        : ["libtensorflow.so.2", "libtensorflow.so", "libtensorflow_cc.so.2"];

    /// <summary>The folder of a package's native assets, as packages lay them out: <c>linux-x64</c>, <c>osx-arm64</c>, <c>win-x64</c>.</summary>
    public string RuntimeIdentifier =>
        $"{(System == OSPlatform.Windows ? "win" : System == OSPlatform.OSX ? "osx" : "linux")}-{(Processor == Architecture.Arm64 ? "arm64" : "x64")}";

    /// <summary>Every file to try, with what the place is called. A place that stands for the system's search has a name without a folder.</summary>
    public IEnumerable<(string Place, string Path)> Candidates()
    {
        if (Given is not null) return In("the path given", Given);
        if (Environment(Variable) is { Length: > 0 } named) return In($"the environment variable {Variable}", named);
        return
        [
            .. In("the application's folder", ApplicationFolder),
            .. In("the application's native assets", Path.Combine(ApplicationFolder, "runtimes", RuntimeIdentifier, "native")),
            .. AssetFolders.SelectMany(folder => In("the packages' native assets", folder)),
            .. PythonFolders().SelectMany(folder => In("a TensorFlow that pip installed", Path.Combine(folder, "tensorflow"))),
            .. Names.Select(static name => ("the system's search", name)),
        ];
    }

    // What was named may be the library itself.
    private IEnumerable<(string, string)> In(string place, string path) =>
        File.Exists(path) ? [(place, path)] : Names.Select(name => (place, Path.Combine(path, name)));

    private IEnumerable<string> PythonFolders()
    {
        bool windows = System == OSPlatform.Windows;
        string? home = Environment(windows ? "USERPROFILE" : "HOME");
        foreach (string root in new[] { Environment("VIRTUAL_ENV"), Environment("CONDA_PREFIX"), windows || home is null ? null : Path.Combine(home, ".local"), windows ? null : "/usr/local", windows ? null : "/usr", System == OSPlatform.OSX ? "/opt/homebrew" : null }.OfType<string>())
            if (windows) yield return Path.Combine(root, "Lib", "site-packages");
            else
                foreach (string python in Matching(Path.Combine(root, "lib"), "python3*"))
                {
                    yield return Path.Combine(python, "site-packages");
                    yield return Path.Combine(python, "dist-packages");
                }
        if (windows && Environment("LOCALAPPDATA") is { } local)
            foreach (string python in Matching(Path.Combine(local, "Programs", "Python"), "Python3*")) yield return Path.Combine(python, "Lib", "site-packages");
    }

    private static string[] Matching(string folder, string pattern)
    {
        try { return Directory.Exists(folder) ? Directory.GetDirectories(folder, pattern) : []; }
        catch (UnauthorizedAccessException) { return []; }
    }
}
