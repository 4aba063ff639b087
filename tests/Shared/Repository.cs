namespace Keratin.Testing;

/// <summary>The checkout that the tests were built in, and what may lie beside it.</summary>
internal static class Repository
{
    /// <summary>The folder of the repository.</summary>
    /// <exception cref="DirectoryNotFoundException">The program does not run from a build inside of it.</exception>
    public static string Root => Found ?? throw new DirectoryNotFoundException($"No Keratin.slnx above {AppContext.BaseDirectory}: run from a build inside the repository.");

    private static readonly string? Found = Find();

    /// <summary>The folder that an environment variable names, else that of the given name in ../shared; null where there is none.</summary>
    public static string? Beside(string variable, string name)
    {
        string folder = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : Path.Combine(Found ?? "", "..", "shared", name);
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }

    /// <summary>The folder of real Python Keras and TensorFlow (KERATIN_PEER), or null.</summary>
    public static string? Peer => Beside("KERATIN_PEER", "peer");

    private static string? Find()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "Keratin.slnx"))) at = Path.GetDirectoryName(at);
        return at;
    }
}
