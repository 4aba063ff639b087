using System.Text;
using Google.Protobuf;
using Keratin.Formats.Protos;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle.Tables;

namespace Keratin.Formats.TensorBundle;

/// <summary>Writes named tensors as TensorFlow does: an index, and one data file.</summary>
/// <example><code>
/// var bundle = new TensorBundleWriter();
/// bundle.Add("dense/kernel", dataType: 1, [784, 512], kernelBytes);
/// bundle.Save("ckpt/weights");
/// </code></example>
public sealed class TensorBundleWriter
{
    // Below this a second thread costs more than it saves.
    private const long ParallelPays = 4 << 20;

    private readonly SortedDictionary<byte[], Item> _items = new(Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));

    /// <summary>Adds a tensor of numbers.</summary>
    /// <param name="name">The key.</param>
    /// <param name="dataType">TensorFlow's number of the element type (<c>DataType</c>).</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="data">The elements, little-endian and row by row, which must not change until the bundle is saved.</param>
    /// <exception cref="ArgumentException">The data doesn't fill the shape, or there is a tensor of that name.</exception>
    public void Add(string name, int dataType, IReadOnlyList<long> shape, ReadOnlyMemory<byte> data) => AddPieces(name, dataType, shape, [data]);

    /// <summary>Adds a tensor of numbers in several pieces of memory, as more than 2 GiB are.</summary>
    /// <param name="name">The key.</param>
    /// <param name="dataType">TensorFlow's number of the element type (<c>DataType</c>).</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="pieces">The elements, little-endian and row by row, which must not change until the bundle is saved.</param>
    /// <exception cref="ArgumentException">The data doesn't fill the shape, or there is a tensor of that name.</exception>
    public void AddPieces(string name, int dataType, IReadOnlyList<long> shape, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        long count = Count(shape);
        var item = new Item(dataType, [.. shape], pieces);
        if (TensorFlowTypes.Size(dataType) is not > 0 || item.Length != count * TensorFlowTypes.Size(dataType))
        {
            throw new ArgumentException($"Tensor '{name}' of {count:N0} elements of {TensorFlowTypes.Name(dataType)} was given {item.Length:N0} bytes.", nameof(pieces));
        }
        Add(name, item);
    }

    /// <summary>Adds a tensor of strings.</summary>
    /// <exception cref="ArgumentException">The strings don't fill the shape, or there is a tensor of that name.</exception>
    public void AddStrings(string name, IReadOnlyList<long> shape, IReadOnlyList<byte[]> strings)
    {
        if (strings.Count != Count(shape))
        {
            throw new ArgumentException($"Tensor '{name}' takes {Count(shape):N0} strings; {strings.Count:N0} were given.", nameof(strings));
        }
        var (bytes, crc) = StoredStrings.Write(strings);
        Add(name, new Item(TensorFlowTypes.String, [.. shape], [bytes]) { Crc = crc, HasCrc = true });
    }

    /// <summary>
    /// Writes the bundle. At every moment there is a whole bundle under the prefix, the one that was there or the new one: the data gets a
    /// name that the old index doesn't use, then the index is replaced, then the old data removed.
    /// </summary>
    /// <param name="prefix">What the names of all its files begin with.</param>
    /// <param name="flushToDisk">Whether to wait until the bytes have reached the disk.</param>
    /// <exception cref="IOException">A file can't be written.</exception>
    public void Save(string prefix, bool flushToDisk = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        int shards = 1;
        while (BundleFiles.Data(prefix, shards).Any())
        {
            shards++;
        }
        string path = TensorBundleConstants.DataFile(prefix, 0, shards);
        try
        {
            WriteData(path, flushToDisk);
            WriteIndex(prefix + TensorBundleConstants.IndexSuffix, shards, flushToDisk);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        foreach (string old in BundleFiles.Data(prefix).Where(file => Path.GetFileName(file) != Path.GetFileName(path)).ToArray())
        {
            File.Delete(old);
        }
    }

    private void WriteData(string path, bool flushToDisk)
    {
        Item[] items = [.. _items.Values];
        long length = items.Sum(static item => item.Length);
        var checking = length >= ParallelPays ? Task.Run(() => Check(items)) : null;
        using var file = AtomicFile.Create(path, flushToDisk, length);
        var output = new GatherWriter(file.Stream);
        long offset = 0;
        foreach (Item item in items)
        {
            output.Write(item.Data);
            item.Offset = offset;
            offset += item.Length;
        }
        output.Flush();
        if (checking is null)
        {
            Check(items);
        }
        else
        {
            checking.GetAwaiter().GetResult();
        }
        file.Commit();
    }

    private void WriteIndex(string path, int shards, bool flushToDisk)
    {
        using var file = AtomicFile.Create(path, flushToDisk);
        using var stream = new BufferedStream(file.Stream, 64 * 1024);
        var table = new TableWriter(stream);
        table.Add([], new BundleHeaderProto { NumShards = shards, Version = new VersionDef { Producer = TensorBundleConstants.Version } }.ToByteArray());
        foreach (var (key, item) in _items)
        {
            var entry = new BundleEntryProto { Dtype = item.DataType, Shape = new TensorShapeProto(), Offset = item.Offset, Size = item.Length, Crc32C = Crc32C.Mask(item.Crc) };
            foreach (long size in item.Shape)
            {
                entry.Shape.Dim.Add(new TensorShapeProto.Types.Dim { Size = size });
            }
            table.Add(key, entry.ToByteArray());
        }
        table.Finish();
        stream.Flush();
        file.Commit();
    }

    private static void Check(Item[] items)
    {
        foreach (Item item in items)
        {
            for (int i = 0; i < item.Data.Count && !item.HasCrc; i++)
            {
                item.Crc = Crc32C.Append(item.Crc, item.Data[i].Span);
            }
        }
    }

    private void Add(string name, Item item)
    {
        byte[] key = Encoding.UTF8.GetBytes(name);
        if (key.Length == 0 || SliceKey.IsSlice(key) || !_items.TryAdd(key, item))
        {
            throw new ArgumentException($"'{name}' can't be the name of a tensor, or there is one of that name.", nameof(name));
        }
    }

    private static long Count(IReadOnlyList<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            count = checked(count * size);
        }
        return count;
    }

    private sealed class Item(int dataType, long[] shape, IReadOnlyList<ReadOnlyMemory<byte>> data)
    {
        public int DataType => dataType;

        public long[] Shape => shape;

        public IReadOnlyList<ReadOnlyMemory<byte>> Data => data;

        public long Length { get; } = Pieces.LengthOf(data);

        public long Offset { get; set; }

        public uint Crc { get; set; }

        public bool HasCrc { get; init; }
    }
}
