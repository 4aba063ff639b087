using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Saving.KerasArchive;

/// <summary>
/// A <c>.weights.json</c> file of Keras 3: it tells for each object which of the HDF5 files beside it (<c>model_00000.weights.h5</c>, …)
/// hold its variables, so that no file grows too large.
/// </summary>
internal sealed class ShardedWeights : WeightSource
{
    public const string Ending = ".weights.json";
    private const long LargestMap = 1 << 28;

    private readonly string path;
    private readonly Dictionary<string, string[]> filesOf = [];
    private readonly Dictionary<string, (Hdf5File File, Hdf5WeightSource Source)> open = [];

    public ShardedWeights(string path)
    {
        this.path = path;
        if (new FileInfo(path).Length > LargestMap) throw new ModelFormatException(path, "", $"more than {LargestMap:N0} bytes", "a map of shards");
        using var json = ModelConfig.Guard(path, "", () => KerasSerializer.Parse(File.ReadAllBytes(path)));
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw new ModelFormatException(path, "", "no dictionary weight_map", "which shard holds which variables");
        foreach (var entry in map.EnumerateObject()) filesOf[entry.Name.Trim('/')] = [.. Names(entry)];
    }

    /// <summary>The HDF5 files that a map names, by their paths.</summary>
    public static IReadOnlyList<string> Shards(string path)
    {
        using var weights = new ShardedWeights(path);
        return [.. weights.filesOf.Values.SelectMany(static names => names).Distinct().Order(StringComparer.Ordinal).Select(name => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name))];
    }

    public override string FileName => path;

    public override bool Contains(string path, int number) => Find(path, number) is not null;

    public override EagerTensor Read(string path, int number, Variable variable, string name, TensorArena memory) =>
        (Find(path, number) ?? throw new KeyNotFoundException(Place(path, number))).Read(path, number, variable, name, memory);

    public override void Dispose()
    {
        foreach (var (file, _) in open.Values) file.Dispose();
    }

    /// <summary>Writes all shards, then the map. Each file is whole or old at any moment.</summary>
    public static void Save(Model model, string path, Dialect dialect, SaveOptions options)
    {
        if (dialect != Dialect.Keras3) throw new NotSupportedException($"Keras 2 knows no sharded weights; save '{path}' in the dialect of Keras 3, or as .weights.h5.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!, stem = Path.GetFileName(path)[..^Ending.Length];
        var shards = Divide(model, dialect, options, stem, out var map);
        var files = new List<AtomicFile>();
        try
        {
            foreach (var (name, shard) in shards)
            {
                files.Add(AtomicFile.Create(Path.Combine(folder, name), options.FlushToDisk));
                shard.Save(files[^1].Stream);
            }
            files.Add(AtomicFile.Create(path, options.FlushToDisk));
            using (var json = new Utf8JsonWriter(files[^1].Stream, new JsonWriterOptions { Indented = true })) map.WriteTo(json);
            foreach (var file in files) file.Commit();
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    private static List<(string Name, Hdf5Writer File)> Divide(Model model, Dialect dialect, SaveOptions options, string stem, out JsonObject index)
    {
        var shards = new List<(string Name, Hdf5Writer File)>();
        var map = new JsonObject();
        long most = options.MaxShardBytes ?? SaveOptions.DefaultShardBytes, total = 0, size = 0;
        NextShard();
        foreach (var (path, name, variables) in ObjectWeights.WalkToWrite(model, dialect, options.IncludeOptimizer))
        {
            for (int i = 0; i < variables.Count; i++)
            {
                var value = variables[i].Resource.Read();
                long bytes = (long)value.ByteLength;
                if (bytes > most)
                    throw new ArgumentException($"The variable '{variables[i].Name}' has {bytes:N0} bytes, more than a shard may have ({most:N0}); raise {nameof(SaveOptions.MaxShardBytes)}.");
                if (size + bytes > most) NextShard();
                var group = shards[^1].File.Root.Group(path);
                if (i == 0 && name is not null) group.SetAttribute("name", name);
                Hdf5Tensors.Write(group, i.ToString(CultureInfo.InvariantCulture), value);
                size += bytes;
                total += bytes;
                Remember($"/{path}", shards[^1].Name);
            }
        }
        index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = (double)total }, ["weight_map"] = map };
        return shards;

        void NextShard()
        {
            shards.Add(($"{stem}_{shards.Count.ToString("00000", CultureInfo.InvariantCulture)}.weights.h5", new Hdf5Writer()));
            size = 0;
        }

        // One name, or a list once there are two.
        void Remember(string path, string shard)
        {
            if (map[path] is not { } known) map[path] = shard;
            else if (known is JsonArray list)
            {
                if ((string?)list[^1] != shard) list.Add((JsonNode)shard);
            }
            else if ((string?)known != shard) map[path] = new JsonArray((string)known!, shard);
        }
    }

    private Hdf5WeightSource? Find(string path, int number)
    {
        if (!filesOf.TryGetValue(path, out var names)) return null;
        foreach (string name in names)
            if (Open(name) is var source && source.Contains(path, number)) return source;
        return null;
    }

    private Hdf5WeightSource Open(string name)
    {
        if (open.TryGetValue(name, out var known)) return known.Source;
        string shard = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);
        if (!File.Exists(shard)) throw new ModelFormatException(path, "weight_map", $"the shard '{name}', which is not there", "all shards beside the map");
        var file = Hdf5File.Open(shard);
        open[name] = (file, new Hdf5WeightSource(file, shard));
        return open[name].Source;
    }

    private IEnumerable<string> Names(JsonProperty entry)
    {
        var values = entry.Value.ValueKind == JsonValueKind.Array ? entry.Value.EnumerateArray().ToArray() : [entry.Value];
        foreach (var value in values)
        {
            // A map must not lead out of its folder.
            if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } name || name is "." or ".." || name.AsSpan().ContainsAny('/', '\\', ':'))
                throw new ModelFormatException(path, $"weight_map.{entry.Name}", value.GetRawText(), "the name of a file in the same folder");
            yield return name;
        }
    }
}
