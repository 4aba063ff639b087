using System.Collections.Concurrent;
using System.Text;
using Keratin.Formats;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle;

namespace Keratin.Fuzz.Targets;

/// <summary>Reads all that a checkpoint holds: an index, then its shards, packed as <see cref="Parts"/>.</summary>
internal static class BundleTarget
{
    private static readonly string[] Prefixes = ["checkpoints/shards", "checkpoints/many", "corpus/resume_sgd.checkpoint.k221/ckpt/state", "corpus/resume_sgd.checkpoint.k315/ckpt/state"];

    public static IReadOnlyList<Seed> Seeds { get; } = [.. Prefixes.Select(static prefix => new Seed(prefix, () => Pack(prefix)))];

    // What the seeds hold, by their indices.
    private static readonly Lazy<Dictionary<string, string>> Sound = new(static () => Seeds.Select(static seed => Parts.Unpack(seed.Load())).ToDictionary(static parts => Convert.ToBase64String(parts[0]), Contents));

    public static void Read(byte[] packed)
    {
        var parts = Parts.Unpack(packed);
        if (parts.Count == 0) return;
        string contents = Contents(parts);
        // Every byte of the data is covered by a checksum in the index: either an error comes, or all values are right.
        if (Sound.Value.TryGetValue(Convert.ToBase64String(parts[0]), out string? sound) && contents != sound) throw new InvalidDataException("Damaged data was read as if it was sound.");
    }

    private static string Contents(List<byte[]> parts)
    {
        using var bundle = new TensorBundleReader(ByteSource.From(parts[0]), (shard, of) => shard + 1 < parts.Count && of == parts.Count - 1 ? ByteSource.From(parts[shard + 1]) : throw new ModelFormatException("(bytes)", "shards", $"shard {shard} of {of}", $"one of {parts.Count - 1}"));
        var text = new StringBuilder();
        var faults = new Faults();
        foreach (BundleTensor tensor in bundle.Tensors)
            faults.Try(() =>
            {
                bool isText = tensor.DataTypeName == "string";
                byte[] bytes = isText ? [.. tensor.ReadStrings().SelectMany(static text => text)] : new byte[tensor.ByteLength];
                if (!isText) tensor.Read(bytes);
                text.Append(tensor.Name).AppendLine(Convert.ToHexString(bytes));
            });
        faults.Try(() => ObjectGraph.Read(bundle));
        faults.Throw();
        return text.ToString();
    }

    private static byte[] Pack(string prefix)
    {
        string path = Seed.PathOf(prefix);
        var shards = Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".data-*").Order(StringComparer.Ordinal);
        return Parts.Pack([File.ReadAllBytes(path + ".index"), .. shards.Select(File.ReadAllBytes)]);
    }
}
