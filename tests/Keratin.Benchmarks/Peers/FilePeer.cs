namespace Keratin.Benchmarks.Peers;

/// <summary>What saving or loading a file can't beat: its plain bytes moved between memory and the file, and nothing else.</summary>
internal abstract class FilePeer : IPeer
{
    public bool Has(Benchmark benchmark) => FileOf(benchmark) is not null;

    public IPeerRun Start(Benchmark benchmark) => new Run(this, FileOf(benchmark)!, benchmark.Runs);

    protected abstract string Name { get; }

    /// <summary>The file of a benchmark that the peer has something to say about.</summary>
    protected abstract SavedFile? FileOf(Benchmark benchmark);

    /// <summary>What is timed.</summary>
    /// <param name="files">The files that a saved model consists of, which are there.</param>
    protected abstract Action Work(string[] files);

    private sealed class Run : IPeerRun
    {
        private readonly TemporaryFolder folder = new();
        private readonly Timing timing;
        private readonly int runs;

        public Run(FilePeer peer, SavedFile file, int runs)
        {
            this.runs = runs;
            Name = peer.Name;
            timing = new Timing(peer.Work(SavedFile.Files(file.SaveIn(folder))));
        }

        public string Name { get; }

        public double[] Measure() => timing.Take(runs);

        public void Dispose() => folder.Dispose();
    }
}
