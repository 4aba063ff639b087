namespace Keratin.Benchmarks;

/// <summary>One number to measure, by the name that the benchmarks of Python Keras give it: <c>area/model/detail</c>.</summary>
/// <param name="Metric">The name.</param>
/// <param name="Runs">How many measurements make a median.</param>
/// <param name="Start">Prepares, and gives what measures once, in the unit.</param>
internal sealed record Benchmark(string Metric, int Runs, Func<IMeasurement> Start)
{
    /// <summary>Seconds, unless it says otherwise.</summary>
    public string Unit { get; init; } = Units.Seconds;

    /// <summary>How many samples one run takes, where the unit is samples a second.</summary>
    public int Samples { get; init; }

    public bool HigherIsBetter => Unit == Units.SamplesPerSecond;

    /// <summary>A measured value as seconds a run, so that all ratios read alike.</summary>
    public double ToSeconds(double value) => HigherIsBetter ? Samples / value : value;

    /// <summary>Where a peer that runs ONNX models finds the same work.</summary>
    public OnnxWork? Onnx { get; init; }

    /// <summary>The file that is read, if that is what the benchmark does.</summary>
    public SavedFile? Loads { get; init; }

    /// <summary>The file that is written, if that is what the benchmark does.</summary>
    public SavedFile? Saves { get; init; }
}

/// <summary>The same work as an ONNX model, called with a batch.</summary>
internal sealed record OnnxWork(Workload Workload, int BatchSize);

/// <summary>Something prepared that can be measured again and again.</summary>
internal interface IMeasurement : IDisposable
{
    /// <summary>Runs until it runs as fast as it will.</summary>
    void WarmUp();

    double Once();
}

internal static class Units
{
    public const string Seconds = "s", SamplesPerSecond = "samples/s", Bytes = "bytes", Mebibytes = "MiB", FileSizes = "× file";
}
