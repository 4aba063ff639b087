using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using Keratin.Formats;
using Keratin.Formats.Protos;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle;
using Keratin.Formats.TensorBundle.Tables;

namespace Keratin.Tests.Formats.TensorBundle;

public class TensorBundleReaderTests
{
    private static readonly string Shards = TestData.Path("checkpoints", "shards");

    [Test]
    public void Lists_names_types_and_shapes_in_the_order_of_the_names()
    {
        using var bundle = TensorBundleReader.Open(Shards);
        Assert.That(bundle.ShardCount, Is.EqualTo(3));
        Assert.That(bundle.Tensors.Select(static tensor => $"{tensor.Name} {tensor.DataTypeName} [{string.Join(",", tensor.Shape)}]"), Is.EqualTo(new[]
        {
            "nothing int32 [0,3]", "numbers int64 [100]", "scalar float64 []", "table float32 [7,5]", "words string [3]",
        }));
    }

    [Test]
    public void Reads_tensors_from_all_shards()
    {
        using var bundle = TensorBundleReader.Open(Shards);
        Assert.That(Read<long>(bundle, "numbers"), Is.EqualTo(Enumerable.Range(0, 100).Select(static i => (long)i)));
        Assert.That(Read<double>(bundle, "scalar"), Is.EqualTo(new[] { 2.5 }));
        Assert.That(Read<int>(bundle, "nothing"), Is.Empty);
    }

    [Test]
    public void Puts_a_tensor_together_from_slices_of_two_axes_in_two_shards()
    {
        using var bundle = TensorBundleReader.Open(Shards);
        Assert.That(bundle.TryGet("table", out var table) && table.IsPartitioned);
        Assert.That(Read<float>(bundle, "table"), Is.EqualTo(Enumerable.Range(0, 35).Select(static i => (float)i)));
    }

    [TestCase(0, 0, 7, 5)]
    [TestCase(1, 2, 3, 2)]
    [TestCase(3, 1, 2, 4)]
    [TestCase(6, 4, 1, 1)]
    [TestCase(2, 5, 3, 0)]
    public void Reads_a_part_of_a_partitioned_tensor(int row, int column, int rows, int columns)
    {
        using var bundle = TensorBundleReader.Open(Shards);
        bundle.TryGet("table", out var table);
        var part = new float[rows * columns];
        table!.ReadSlice([row, column], [rows, columns], MemoryMarshal.AsBytes(part.AsSpan()));
        var expected = from r in Enumerable.Range(row, rows) from c in Enumerable.Range(column, columns) select (float)(r * 5 + c);
        Assert.That(part, Is.EqualTo(expected));
    }

    [Test]
    public void Reads_only_the_shards_that_a_part_touches()
    {
        using var folder = new TemporaryFolder();
        Copy(folder, "shards", leaveOut: "shards.data-00000-of-00003");
        using var bundle = TensorBundleReader.Open(folder.File("shards"));
        bundle.TryGet("table", out var table);
        var part = new float[5];
        table!.ReadSlice([5, 0], [1, 5], MemoryMarshal.AsBytes(part.AsSpan()));
        Assert.That(part, Is.EqualTo(new float[] { 25, 26, 27, 28, 29 }));
        var missing = Assert.Throws<ModelFormatException>(() => table.ReadSlice([0, 0], [1, 5], MemoryMarshal.AsBytes(part.AsSpan())))!;
        Assert.That(missing.Message, Does.Contain("'table'").And.Contain("data file 0 of 3"));
    }

    [Test]
    public void A_part_read_without_verifying_needs_no_whole_tensor()
    {
        byte[] data = MemoryMarshal.AsBytes(Enumerable.Range(0, 1000).ToArray().AsSpan()).ToArray();
        using var folder = new TemporaryFolder();
        var writer = new TensorBundleWriter();
        writer.Add("x", 3, [100, 10], data);
        writer.Save(folder.File("b"));
        Flip(folder.File("b.data-00000-of-00001"), 0);
        using var bundle = TensorBundleReader.Open(folder.File("b"));
        bundle.TryGet("x", out var x);
        var part = new int[4];
        x!.ReadSlice([50, 3], [1, 4], MemoryMarshal.AsBytes(part.AsSpan()), verify: false);
        Assert.That(part, Is.EqualTo(new[] { 503, 504, 505, 506 }));
        Assert.Throws<ModelFormatException>(() => x.ReadSlice([50, 3], [1, 4], MemoryMarshal.AsBytes(part.AsSpan())));
    }

    [Test]
    public void Reads_strings_of_any_length()
    {
        using var bundle = TensorBundleReader.Open(Shards);
        bundle.TryGet("words", out var words);
        Assert.That(words!.ReadStrings().Select(Encoding.UTF8.GetString), Is.EqualTo(new[] { "", "naïve", new string('x', 300) }));
    }

    [Test]
    public void Reads_an_index_whose_keys_share_beginnings()
    {
        using var bundle = TensorBundleReader.Open(TestData.Path("checkpoints", "many"));
        Assert.That(bundle.Tensors, Has.Count.EqualTo(300));
        for (int i = 0; i < 300; i++) Assert.That(Read<int>(bundle, $"block/layer_with_a_long_name/{i:D3}/.ATTRIBUTES/VARIABLE_VALUE"), Is.EqualTo(new[] { i, i + 1 }));
    }

    [TestCase("shards.data-00001-of-00003", 800, "numbers")]
    [TestCase("shards.data-00000-of-00003", 90, "words")]
    [TestCase("shards.data-00000-of-00003", 10, "table")]
    public void A_flipped_byte_is_told_with_file_tensor_and_offset(string file, int at, string tensor)
    {
        using var folder = new TemporaryFolder();
        Copy(folder, "shards");
        Flip(folder.File(file), at);
        using var bundle = TensorBundleReader.Open(folder.File("shards"));
        var error = Assert.Throws<ModelFormatException>(() => ReadAny(bundle, tensor))!;
        Assert.That(error.File, Is.EqualTo(folder.File(file)));
        Assert.That(error.Place, Does.Contain($"'{tensor}' at offset"));
        Assert.That(error.Message, Does.Contain("checksum"));
    }

    [Test]
    public void A_data_file_that_is_cut_off_is_told_with_the_tensor()
    {
        using var folder = new TemporaryFolder();
        Copy(folder, "shards");
        using (var file = File.OpenWrite(folder.File("shards.data-00001-of-00003"))) file.SetLength(100);
        using var bundle = TensorBundleReader.Open(folder.File("shards"));
        Assert.That(Assert.Throws<ModelFormatException>(() => ReadAny(bundle, "numbers"))!.Message, Does.Contain("'numbers'").And.Contain("cut off"));
    }

    [Test]
    public void Every_flipped_byte_of_an_index_is_noticed()
    {
        byte[] index = File.ReadAllBytes(Shards + ".index");
        for (int i = 0; i < index.Length; i++)
        {
            byte[] damaged = [.. index];
            damaged[i] ^= 0x10;
            // Only the footer's place of a block without content and its padding are covered by no checksum.
            if (i >= index.Length - 48 && i < index.Length - 8) continue;
            Assert.Throws<ModelFormatException>(() => Open(damaged), $"byte {i}");
        }
    }

    [Test]
    public void Big_endian_data_is_refused_by_name() => Assert.That(
        Assert.Throws<ModelFormatException>(() => Open(Table(new BundleHeaderProto { NumShards = 1, Endianness = 1 }.ToByteArray())))!.Message, Does.Contain("big-endian"));

    [Test]
    public void A_newer_version_is_refused() => Assert.That(
        Assert.Throws<ModelFormatException>(() => Open(Table(new BundleHeaderProto { NumShards = 1, Version = new() { Producer = 9, MinConsumer = 9 } }.ToByteArray())))!.Message, Does.Contain("version 9"));

    [Test]
    public void Reads_blocks_that_Snappy_packed()
    {
        using var stream = new MemoryStream();
        byte[] index = File.ReadAllBytes(Shards + ".index");
        // Of TensorFlow's index: its data block and its index block packed, and put in places of their own.
        int at = index.Length - 48;
        BlockHandle.TryRead(index, ref at, out _);
        BlockHandle.TryRead(index, ref at, out var top);
        byte[] data = index[..((int)TopEntry(index, top).Size)];
        long first = Pack(stream, data);
        byte[] key = [.. index.AsSpan((int)top.Offset, (int)top.Size)];
        long second = Pack(stream, IndexBlock(new BlockHandle(0, (ulong)first)));
        var footer = new byte[48];
        int length = new BlockHandle(0, (ulong)first).Write(footer);
        new BlockHandle((ulong)first + 5, (ulong)second).Write(footer.AsSpan(length));
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(40), 0xdb4775248b80fb57);
        stream.Write(footer);
        using var bundle = new TensorBundleReader(ByteSource.From(stream.ToArray(), "packed"), static (shard, count) => ByteSource.Open(TestData.Path("checkpoints", $"shards.data-{shard:D5}-of-{count:D5}")));
        Assert.That(Read<long>(bundle, "numbers"), Is.EqualTo(Enumerable.Range(0, 100).Select(static i => (long)i)));
        Assert.That(key, Is.Not.Empty);
    }

    [Test]
    public void A_shape_that_no_file_can_fill_takes_no_memory()
    {
        var entry = new BundleEntryProto { Dtype = 1, Shape = new(), Size = 1L << 42 };
        entry.Shape.Dim.Add(new TensorShapeProto.Types.Dim { Size = 1L << 40 });
        using var bundle = new TensorBundleReader(
            ByteSource.From(Table(new BundleHeaderProto { NumShards = 1 }.ToByteArray(), ("x", entry.ToByteArray()))), static (_, _) => ByteSource.From(new byte[8]));
        bundle.TryGet("x", out var x);
        Assert.Throws<ModelFormatException>(() => _ = x!.ByteLength);
    }

    internal static byte[] Table(byte[] header, params (string Key, byte[] Value)[] entries)
    {
        using var stream = new MemoryStream();
        var table = new TableWriter(stream);
        table.Add([], header);
        foreach (var (key, value) in entries) table.Add(Encoding.UTF8.GetBytes(key), value);
        table.Finish();
        return stream.ToArray();
    }

    private static BlockHandle TopEntry(byte[] index, BlockHandle top)
    {
        var block = index.AsSpan((int)top.Offset, (int)top.Size);
        int at = 0;
        Varint.TryRead(block, ref at, out _);
        Varint.TryRead(block, ref at, out ulong keyLength);
        Varint.TryRead(block, ref at, out _);
        at += (int)keyLength;
        BlockHandle.TryRead(block, ref at, out var handle);
        return handle;
    }

    // One entry under a key behind all others, and one restart.
    private static byte[] IndexBlock(BlockHandle handle)
    {
        var place = new byte[20];
        int length = handle.Write(place);
        return [0, 1, (byte)length, (byte)'~', .. place[..length], 0, 0, 0, 0, 1, 0, 0, 0];
    }

    private static long Pack(MemoryStream stream, byte[] block)
    {
        byte[] packed = [.. Snappier.Snappy.CompressToArray(block), 1];
        stream.Write(packed);
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32C.Mask(Crc32C.Compute(packed)));
        stream.Write(crc);
        return packed.Length - 1;
    }

    private static TensorBundleReader Open(byte[] index) => new(ByteSource.From(index), static (_, _) => ByteSource.From(Array.Empty<byte>()));

    private static T[] Read<T>(TensorBundleReader bundle, string name) where T : unmanaged
    {
        Assert.That(bundle.TryGet(name, out var tensor), name);
        var bytes = new byte[tensor!.ByteLength];
        tensor.Read(bytes);
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    private static void ReadAny(TensorBundleReader bundle, string name)
    {
        bundle.TryGet(name, out var tensor);
        if (tensor!.DataTypeName == "string") tensor.ReadStrings();
        else tensor.Read(new byte[tensor.ByteLength]);
    }

    private static void Copy(TemporaryFolder folder, string prefix, string? leaveOut = null)
    {
        foreach (string file in Directory.GetFiles(TestData.Path("checkpoints"), prefix + ".*"))
            if (Path.GetFileName(file) != leaveOut) File.Copy(file, folder.File(Path.GetFileName(file)));
    }

    private static void Flip(string path, int at)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
