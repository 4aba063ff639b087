using Keratin.Formats;
using Keratin.Formats.Hdf5;

namespace Keratin.Tests.Formats.Hdf5;

public class Hdf5ReaderTests
{
    private static string[] Files() =>
    [
        "zoo_old", "zoo_new", "model_k212", "model_k215", "model_k221", "model_k315",
        "weights_k212", "weights_k315", "legacy_k212",
    ];

    [TestCaseSource(nameof(Files))]
    public void Reads_what_h5py_reads(string name)
    {
        string expected = File.ReadAllText(TestData.Path("h5", name + ".txt"));
        using var file = Hdf5File.Open(TestData.Path("h5", name + ".h5"));
        Assert.That(Hdf5Dump.Of(file), Is.EqualTo(expected));
    }

    [Test]
    public void Opens_bytes_and_streams_that_cannot_seek()
    {
        string expected = File.ReadAllText(TestData.Path("h5", "model_k315.txt"));
        byte[] bytes = File.ReadAllBytes(TestData.Path("h5", "model_k315.h5"));
        using (var fromBytes = Hdf5File.Open(bytes))
        {
            Assert.That(Hdf5Dump.Of(fromBytes), Is.EqualTo(expected));
        }
        using var fromStream = Hdf5File.Open(new TrickleStream(bytes));
        Assert.That(Hdf5Dump.Of(fromStream), Is.EqualTo(expected));
    }

    [Test]
    public void Reads_attributes_by_their_types()
    {
        using var file = Hdf5File.Open(TestData.Path("h5", "zoo_new.h5"));
        Hdf5Attributes attributes = file.Root.GetGroup("attrs").Attributes;
        Assert.Multiple(() =>
        {
            Assert.That(attributes.TryGetString("str", out string? text) ? text : null, Is.EqualTo("größe"));
            Assert.That(attributes.TryGetStrings("fixed", out string[]? texts) ? texts : null, Is.EqualTo(new[] { "one", "three" }));
            Assert.That(Get("i").GetInt64(), Is.EqualTo(3));
            Assert.That(Get("f").GetDouble(), Is.EqualTo(1.5));
            Assert.That(Get("be").GetInt64s(), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(Get("bs").GetInt64s(), Is.EqualTo(new[] { 1, 0 }));
            Assert.That(Get("h").GetDoubles(), Is.EqualTo(new[] { 0.5 }));
            Assert.That(Get("mat").Shape, Is.EqualTo(new[] { 2, 3 }));
            Assert.That(attributes.TryGetString("none", out _), Is.False);
            Assert.That(() => Get("i").GetString(), Throws.TypeOf<ModelFormatException>().With.Message.Contains("attribute 'i'"));
            Assert.That(() => Get("mat").GetInt64(), Throws.TypeOf<ModelFormatException>());
        });

        Hdf5Attribute Get(string name) => attributes.TryGet(name, out Hdf5Attribute? found) ? found : throw new AssertionException(name);
    }

    [Test]
    public void Finds_objects_by_paths_from_a_group_and_from_the_root()
    {
        using var file = Hdf5File.Open(TestData.Path("h5", "zoo_old.h5"));
        Assert.That(file.Root.TryGetDataset("le/f4", out Hdf5Dataset? dataset));
        Assert.That(dataset!.Path, Is.EqualTo("/le/f4"));
        Hdf5Group le = file.Root.GetGroup("/le/");
        Assert.That(le.TryGetDataset("f4", out Hdf5Dataset? again) && ReferenceEquals(again, dataset));
        Assert.That(le.TryGetDataset("/be/f4", out Hdf5Dataset? other) ? other.Path : null, Is.EqualTo("/be/f4"));
        Assert.That(file.Root.TryGet("le/f4/below", out _), Is.False);
        Assert.That(file.Root.TryGetGroup("le/f4", out _), Is.False);
        Assert.That(() => le.GetDataset("f3"), Throws.TypeOf<ModelFormatException>()
            .With.Property(nameof(ModelFormatException.Place)).EqualTo("/le")
            .And.Property(nameof(ModelFormatException.Found)).Contains("f4"));
    }

    [Test]
    public void Reads_a_part_of_a_contiguous_dataset()
    {
        using var file = Hdf5File.Open(TestData.Path("h5", "zoo_old.h5"));
        var bytes = new byte[8];
        file.Root.GetDataset("be/i4").Read(8, bytes);
        Assert.That(new[] { BitConverter.ToInt32(bytes, 0), BitConverter.ToInt32(bytes, 4) }, Is.EqualTo(new[] { 1, 4 }));
        Assert.That(() => file.Root.GetDataset("be/i4").Read(48, bytes), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_view_of_a_large_file_fails_cleanly_once_the_file_is_closed()
    {
        using var folder = new TemporaryFolder();
        var writer = new Hdf5Writer();
        writer.Root.Add("x", ElementType.UInt8, [1 << 20], new byte[1 << 20]);
        writer.Save(folder.File("x.h5"));
        ReadOnlyMemory<byte> view;
        Hdf5Dataset dataset;
        using (var file = Hdf5File.Open(folder.File("x.h5")))
        {
            dataset = file.Root.GetDataset("x");
            Assert.That(dataset.TryGetView(out view));
            Assert.That(view.Length, Is.EqualTo(1 << 20));
        }
        Assert.That(() => view.Span.Length, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => dataset.ReadArray<byte>(), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCase("external_link", "external link")]
    [TestCase("external_data", "external files")]
    [TestCase("virtual", "virtual dataset")]
    [TestCase("references", "references")]
    [TestCase("structure", "structure")]
    [TestCase("sequence", "variable length")]
    [TestCase("array_element", "structure")]
    [TestCase("circle/self", "which it is in")]
    [TestCase("circle/root", "which it is in")]
    [TestCase("circle/soft", "circle")]
    [TestCase("circle/soft_up", "which it is in")]
    public void Refuses_by_name_what_it_does_not_follow(string path, string reason)
    {
        using var file = Hdf5File.Open(TestData.Path("h5", "refused.h5"));
        Assert.That(file.Root.GetDataset("good").ReadArray<float>(), Is.EqualTo(new[] { 1f }));
        Assert.That(() => file.Root.TryGet(path, out _), Throws.TypeOf<ModelFormatException>()
            .With.Message.Contains(reason).And.Message.Contains(path[(path.IndexOf('/') + 1)..]));
    }

    [Test]
    public void Names_the_filter_that_it_lacks()
    {
        using var file = Hdf5File.Open(TestData.Path("h5", "refused.h5"));
        Assert.That(() => file.Root.GetDataset("lzf").ReadArray<long>(), Throws.TypeOf<ModelFormatException>().With.Message.Contains("32000 lzf"));
    }

    [TestCase(0x78, 0x20, Description = "asks for a dictionary")]
    [TestCase(0x79, 0x5e, Description = "another method")]
    [TestCase(0x78, 0x5f, Description = "a wrong check")]
    public void A_broken_compressed_chunk_is_the_typed_error(int method, int flags)
    {
        byte[] bytes = File.ReadAllBytes(TestData.Path("h5", "zoo_old.h5"));
        for (int at = 0; at + 1 < bytes.Length; at++)
        {
            if (bytes[at] == 0x78 && bytes[at + 1] == 0x5e)
            {
                (bytes[at], bytes[at + 1]) = ((byte)method, (byte)flags);
            }
        }
        using var file = Hdf5File.Open(bytes);
        Assert.That(
            () => file.Root.GetDataset("chunk/gz").ReadArray<float>(),
            Throws.TypeOf<ModelFormatException>().With.Message.Contains("/chunk/gz"));
    }

    [TestCase("huge", 2)]
    [TestCase("huge_unwritten", 1)]
    public void Tells_a_shape_that_the_file_cannot_hold_before_memory_is_taken(string path, int rank)
    {
        using var file = Hdf5File.Open(TestData.Path("h5", "refused.h5"));
        Hdf5Dataset dataset = file.Root.GetDataset(path);
        Assert.That(dataset.Shape, Has.Count.EqualTo(rank));
        Assert.That(() => dataset.ByteLength, Throws.TypeOf<ModelFormatException>().With.Message.Contains("1,099,511,627,776 elements"));
        Assert.That(() => dataset.ReadArray<float>(), Throws.TypeOf<ModelFormatException>());
    }

    [Test]
    public void An_empty_list_of_any_type_has_no_strings()
    {
        var writer = new Hdf5Writer();
        writer.Root.SetAttribute<double>("weight_names", [], [0]);
        using var file = Hdf5File.Open(writer.ToBytes());
        Assert.That(file.Root.Attributes.TryGetStrings("weight_names", out string[]? names) && names.Length == 0);
    }

    [Test]
    public void Many_threads_read_one_file()
    {
        string expected = File.ReadAllText(TestData.Path("h5", "zoo_new.txt"));
        using var file = Hdf5File.Open(TestData.Path("h5", "zoo_new.h5"));
        var dumps = new string[4];
        Parallel.For(0, dumps.Length, i => dumps[i] = Hdf5Dump.Of(file));
        Assert.That(dumps, Is.All.EqualTo(expected));
    }

    /// <summary>Gives a few bytes at a time, without a length.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1000));
    }
}
