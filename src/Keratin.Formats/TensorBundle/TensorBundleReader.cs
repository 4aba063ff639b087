using System.Text;
using Google.Protobuf;
using Keratin.Formats.Protos;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle.Tables;

namespace Keratin.Formats.TensorBundle;

/// <summary>
/// TensorFlow's file format for named tensors, in which checkpoints and the variables of SavedModels are: an index, and data in one
/// or several shards.
/// </summary>
/// <remarks>Opening reads the index. Shards are opened when a tensor of theirs is read, and read through a mapping. Reading is thread-safe.</remarks>
/// <example><code>
/// using var bundle = TensorBundleReader.Open("ckpt/weights");
/// foreach (var tensor in bundle.Tensors) Console.WriteLine($"{tensor.Name} {tensor.DataTypeName}");
/// </code></example>
public sealed class TensorBundleReader : IDisposable
{
    private readonly ByteSource _index;
    private readonly Func<int, int, ByteSource> _open;
    private readonly Dictionary<int, ByteSource> _shards = [];
    private readonly Dictionary<string, BundleTensor> _byName = new(StringComparer.Ordinal);
    private readonly List<BundleTensor> _tensors = [];
    private readonly Dictionary<string, BundleEntryProto> _slices = new(StringComparer.Ordinal);
    private int _shardCount;

    /// <param name="index">The index, which the reader then owns.</param>
    /// <param name="open">Opens the shard of a number, of so many.</param>
    internal TensorBundleReader(ByteSource index, Func<int, int, ByteSource> open)
    {
        _index = index;
        _open = open;
        try
        {
            new TableReader(index).ReadAll(Add);
            if (_shardCount == 0)
            {
                throw Bad("index", "no header", "one under the empty key");
            }
        }
        finally
        {
            // All that the index says is now in memory.
            index.Dispose();
        }
    }

    /// <summary>All tensors in the order of their names' bytes.</summary>
    public IReadOnlyList<BundleTensor> Tensors => _tensors;

    /// <summary>The number of data files.</summary>
    public int ShardCount => _shardCount;

    /// <summary>Opens a bundle.</summary>
    /// <param name="prefix">What all its files' names begin with: <c>ckpt/weights</c> for <c>ckpt/weights.index</c> and the data beside it.</param>
    /// <exception cref="FileNotFoundException">There is no index of that name.</exception>
    /// <exception cref="ModelFormatException">The index is damaged.</exception>
    public static TensorBundleReader Open(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new TensorBundleReader(
            ByteSource.Open(prefix + TensorBundleConstants.IndexSuffix),
            (shard, count) => ByteSource.Open(TensorBundleConstants.DataFile(prefix, shard, count)));
    }

    /// <summary>Whether there is a bundle: a file <c>prefix.index</c> that ends as an index does.</summary>
    public static bool Exists(string prefix)
    {
        string path = prefix + TensorBundleConstants.IndexSuffix;
        if (!File.Exists(path))
        {
            return false;
        }
        using var file = File.OpenHandle(path);
        Span<byte> magic = stackalloc byte[sizeof(ulong)];
        long length = RandomAccess.GetLength(file);
        return length >= TensorBundleConstants.FooterLength && RandomAccess.Read(file, magic, length - magic.Length) == magic.Length
            && BitConverter.ToUInt64(magic) == TensorBundleConstants.Magic;
    }

    /// <summary>Finds a tensor.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BundleTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Closes the shards until a tensor is read again.</summary>
    public void ReleaseFiles()
    {
        lock (_shards)
        {
            foreach (ByteSource shard in _shards.Values)
            {
                shard.Dispose();
            }
            _shards.Clear();
        }
    }

    /// <summary>Closes all files.</summary>
    public void Dispose() => ReleaseFiles();

    internal ModelFormatException Bad(string place, string found, string expected, Exception? cause = null) => _index.Bad(place, found, expected, cause);

    /// <summary>A shard, opened when it is first needed.</summary>
    internal ByteSource Shard(int number, string tensor)
    {
        lock (_shards)
        {
            if (!_shards.TryGetValue(number, out ByteSource? shard))
            {
                try
                {
                    _shards[number] = shard = _open(number, _shardCount);
                }
                catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
                {
                    throw Bad($"tensor '{tensor}'", $"no data file {number} of {_shardCount}", "the file beside the index", missing);
                }
            }
            return shard;
        }
    }

    /// <summary>The slices that a partitioned tensor's entry lists.</summary>
    internal (Box, StoredPiece)[] FindSlices(string name, BundleEntryProto entry, long[] shape, int itemSize)
    {
        var found = new (Box, StoredPiece)[entry.Slices.Count];
        for (int i = 0; i < found.Length; i++)
        {
            TensorSliceProto slice = entry.Slices[i];
            long[] starts = [.. slice.Extent.Select(static extent => extent.Start)];
            long[] lengths = [.. slice.Extent.Select(static extent => extent.HasLength ? extent.Length : -1)];
            byte[] key = SliceKey.Encode(name, starts, lengths);
            string place = $"slice {i} of tensor '{name}'";
            if (!_slices.TryGetValue(Encoding.Latin1.GetString(key), out BundleEntryProto? stored))
            {
                throw Bad(place, "no entry", "one with its place in a shard");
            }
            var box = new Box(starts, [.. lengths.Select((length, axis) => length == -1 && axis < shape.Length ? shape[axis] : length)]);
            if (!box.FitsIn(shape) || stored.Size != box.Count * itemSize)
            {
                throw Bad(place, $"{stored.Size:N0} bytes at ({string.Join(", ", box.Starts)}) of lengths ({string.Join(", ", box.Lengths)})", $"a part of the shape ({string.Join(", ", shape)}) and its size");
            }
            found[i] = (box, new StoredPiece(this, name, stored));
        }
        return found;
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long offset)
    {
        string place = $"entry in the block at offset {offset:N0}";
        try
        {
            if (key.IsEmpty)
            {
                ReadHeader(BundleHeaderProto.Parser.ParseFrom(value));
                return;
            }
            if (_shardCount == 0)
            {
                throw Bad(place, "an entry before the header", "the header under the empty key");
            }
            BundleEntryProto entry = BundleEntryProto.Parser.ParseFrom(value);
            if (SliceKey.IsSlice(key))
            {
                Check(entry, $"slice in the block at offset {offset:N0}");
                _slices[Encoding.Latin1.GetString(key)] = entry;
                return;
            }
            string name = Encoding.UTF8.GetString(key);
            long count = Check(entry, $"tensor '{name}'");
            long[] shape = [.. entry.Shape?.Dim.Select(static dim => dim.Size) ?? []];
            var tensor = new BundleTensor(this, name, entry, shape, count);
            _tensors.Add(tensor);
            _byName[name] = tensor;
        }
        catch (InvalidProtocolBufferException broken)
        {
            throw Bad(place, "a broken message", "a header or an entry", broken);
        }
    }

    private void ReadHeader(BundleHeaderProto header)
    {
        if (header.Endianness == TensorBundleConstants.BigEndian)
        {
            throw Bad("header", "big-endian data", "little-endian data: write the checkpoint again on a little-endian machine");
        }
        if (header.Version is { MinConsumer: > TensorBundleConstants.Version })
        {
            throw Bad("header", $"a bundle for readers of version {header.Version.MinConsumer} and later", $"version {TensorBundleConstants.Version}");
        }
        if (header.NumShards is < 1 or > TensorBundleConstants.MaxShards)
        {
            throw Bad("header", $"{header.NumShards:N0} shards", $"1 to {TensorBundleConstants.MaxShards:N0}");
        }
        _shardCount = header.NumShards;
    }

    // The number of elements.
    private long Check(BundleEntryProto entry, string place)
    {
        if (entry.ShardId < 0 || entry.ShardId >= _shardCount || entry.Offset < 0 || entry.Size < 0)
        {
            throw Bad(place, $"{entry.Size:N0} bytes at offset {entry.Offset:N0} of shard {entry.ShardId}", $"a place in one of {_shardCount} shards");
        }
        var dims = entry.Shape?.Dim;
        if (entry.Shape is { UnknownRank: true } || dims?.Count > TensorBundleConstants.MaxRank)
        {
            throw Bad(place, "a shape of unknown or too high rank", $"at most {TensorBundleConstants.MaxRank} axes");
        }
        long count = 1;
        for (int i = 0; i < dims?.Count; i++)
        {
            if (dims[i].Size < 0 || Math.BigMul(count, dims[i].Size, out long product) != 0 || product < 0)
            {
                throw Bad(place, $"the shape ({string.Join(", ", dims.Select(static dim => dim.Size))})", "sizes from 0 on, and elements that can be counted");
            }
            count = product;
        }
        int itemSize = TensorFlowTypes.Size(entry.Dtype);
        if (itemSize > 0 && entry.Slices.Count == 0 && (count > long.MaxValue / itemSize || entry.Size != count * itemSize))
        {
            throw Bad(place, $"{entry.Size:N0} bytes for {count:N0} elements of {TensorFlowTypes.Name(entry.Dtype)}", $"{itemSize} bytes each");
        }
        return count;
    }
}
