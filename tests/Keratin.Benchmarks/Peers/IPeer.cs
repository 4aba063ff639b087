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
