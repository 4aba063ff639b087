namespace Keratin.Benchmarks.Peers;

/// <summary>Another implementation that does the same work.</summary>
internal interface IPeer
{
    bool Has(Benchmark benchmark);

    IPeerRun Start(Benchmark benchmark);
}

/// <summary>A peer that is ready to do the work of one benchmark.</summary>
internal interface IPeerRun : IDisposable
{
    /// <summary>The peer's name and version, known after the first measurement.</summary>
    string Name { get; }

    /// <summary>Seconds, once or more.</summary>
    double[] Measure();
}

internal static class PeerFolder
{
    /// <summary>The folder of KERATIN_PEER, or ../shared/peer seen from the repository's root, or null.</summary>
    public static string? Find()
    {
        string folder = Environment.GetEnvironmentVariable("KERATIN_PEER") ?? Path.Combine(Root() ?? "", "..", "shared", "peer");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }

    private static string? Root()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "Keratin.slnx"))) at = Path.GetDirectoryName(at);
        return at;
    }
}
