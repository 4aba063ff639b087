namespace Keratin.Benchmarks.Peers;

/// <summary>What loading can't beat: the same file read into memory.</summary>
internal sealed class FileReading : IPeer
{
    public bool Has(Benchmark benchmark) => benchmark.File is not null;

    public IPeerRun Start(Benchmark benchmark) => new Run(benchmark.File!, benchmark.Runs);

    private sealed class Run : IPeerRun
    {
        private readonly TemporaryFolder folder = new();
        private readonly Timing timing;
        private readonly int runs;

        public Run(SavedFile file, int runs)
        {
            this.runs = runs;
            string path = file.SaveIn(folder);
            string[] files = SavedFile.Files(path);
            timing = new Timing(() =>
            {
                foreach (string each in files) GC.KeepAlive(File.ReadAllBytes(each));
            });
        }

        public string Name => "File.ReadAllBytes";

        public double[] Measure() => timing.Take(runs);

        public void Dispose() => folder.Dispose();
    }
}
