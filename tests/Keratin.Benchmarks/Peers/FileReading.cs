namespace Keratin.Benchmarks.Peers;

/// <summary>The same file read into memory.</summary>
internal sealed class FileReading : FilePeer
{
    protected override string Name => "File.ReadAllBytes";

    protected override SavedFile? FileOf(Benchmark benchmark) => benchmark.Loads;

    protected override Action Work(string[] files) => () =>
    {
        foreach (string file in files) GC.KeepAlive(File.ReadAllBytes(file));
    };
}
