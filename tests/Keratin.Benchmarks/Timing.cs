using System.Diagnostics;

namespace Keratin.Benchmarks;

/// <summary>How long an action takes.</summary>
internal sealed class Timing(Action action, int samples = 0, IDisposable? resources = null) : IMeasurement
{
    // Long and often enough for the runtime to compile hot methods a second time, with what it learnt from their first calls.
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(0.6), LongestWarmUp = TimeSpan.FromSeconds(6);
    private const int WarmUpCalls = 60;

    public void WarmUp()
    {
        var clock = Stopwatch.StartNew();
        int calls = 0;
        do action(); while (clock.Elapsed < WarmUpTime || (++calls < WarmUpCalls && clock.Elapsed < LongestWarmUp));
    }

    /// <summary>Seconds, or samples a second where a number of samples was given.</summary>
    public double Once()
    {
        long start = Stopwatch.GetTimestamp();
        action();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return samples > 0 ? samples / seconds : seconds;
    }

    public void Dispose() => resources?.Dispose();
}

/// <summary>How many bytes a call allocates on the managed heap, on all threads.</summary>
internal sealed class Allocation(Action action) : IMeasurement
{
    private const int Calls = 1000;

    public void WarmUp() => new Timing(action).WarmUp();

    public double Once()
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Calls; i++) action();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Calls;
    }

    public void Dispose()
    {
    }
}

internal static class Statistics
{
    public static double[] Take(this IMeasurement measurement, int runs)
    {
        measurement.WarmUp();
        var values = new double[runs];
        for (int i = 0; i < runs; i++) values[i] = measurement.Once();
        return values;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
