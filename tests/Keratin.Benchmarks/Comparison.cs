using Keratin.Benchmarks.Peers;
using Keratin.Engines;

namespace Keratin.Benchmarks;

/// <summary>Ours and theirs by turns, so that a machine's slow minutes fall on both.</summary>
internal static class Comparison
{
    public static ComparisonLine Run(Benchmark benchmark, IPeer peer, int rounds)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        using var measurement = benchmark.Start();
        using var other = peer.Start(benchmark);
        for (int round = 0; round < rounds; round++)
        {
            ours.AddRange(measurement.Take(benchmark.Runs).Select(benchmark.ToSeconds));
            theirs.AddRange(other.Measure());
        }
        var (seconds, peerSeconds) = (Statistics.Median(ours), Statistics.Median(theirs));
        return new ComparisonLine(benchmark.Metric, Engine.Current.Name, seconds, other.Name, peerSeconds, peerSeconds / seconds);
    }
}
