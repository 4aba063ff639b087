namespace Keratin.Benchmarks.Peers;

/// <summary>The same bytes written to a new file, which then takes the old one's place. The system is told the length first: without, it takes twice as long and more.</summary>
internal sealed class FileWriting : FilePeer
{
    protected override string Name => "RandomAccess.Write";

    protected override SavedFile? FileOf(Benchmark benchmark) => benchmark.Saves;

    protected override Action Work(string[] files)
    {
        byte[][] contents = Array.ConvertAll(files, File.ReadAllBytes);
        return () =>
        {
            for (int i = 0; i < files.Length; i++) Replace(files[i], contents[i]);
        };
    }

    private static void Replace(string path, byte[] bytes)
    {
        string fresh = path + ".new";
        using (var handle = File.OpenHandle(fresh, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, bytes.Length))
        {
            RandomAccess.Write(handle, bytes, 0);
        }
        File.Move(fresh, path, overwrite: true);
    }
}
