using System.Runtime.InteropServices;
using CsCheck;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using PureHDF;

namespace Keratin.Tests.Formats.Hdf5;

public class Hdf5WriterTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(8)]
    [TestCase(9)]
    [TestCase(256)]
    [TestCase(257)]
    [TestCase(8193)]
    public void A_group_has_any_number_of_children(int count)
    {
        var writer = new Hdf5Writer();
        for (int i = 0; i < count; i++)
        {
            writer.Root.Add($"group/d{i}", ElementType.Int32, [], BitConverter.GetBytes(i));
        }
        writer.Root.Group("group");
        byte[] bytes = writer.ToBytes();

        using var file = Hdf5File.Open(bytes);
        Hdf5Group group = file.Root.GetGroup("group");
        Assert.That(group.Names, Has.Count.EqualTo(count).And.Ordered.Using((System.Collections.IComparer)StringComparer.Ordinal));
        for (int i = 0; i < count; i++)
        {
            Assert.That(group.GetDataset($"d{i}").ReadArray<int>(), Is.EqualTo(new[] { i }));
        }
        if (count > 0)
        {
            // The library looks names up through the B-tree's keys, which our reader does not need.
            using var independent = H5File.Open(new MemoryStream(bytes));
            Assert.That(independent.Dataset($"/group/d{count - 1}").Read<int>(), Is.EqualTo(count - 1));
            Assert.That(independent.Dataset($"/group/d{count / 2}").Read<int>(), Is.EqualTo(count / 2));
        }
    }

    [Test]
    public void An_independent_reader_finds_everything()
    {
        var writer = new Hdf5Writer();
        writer.Root.SetAttribute("keras_version", "2.15.0");
        writer.Root.SetAttribute("größe", "groß", ascii: false);
        writer.Root.SetAttribute("layer_names", ["dense", "dense_1"], ascii: true);
        writer.Root.SetFixedAttribute("fixed", ["a", "bcd"]);
        writer.Root.SetAttribute("count", 42L);
        writer.Root.SetAttribute<double>("matrix", [1, 2, 3, 4], [2, 2]);
        Hdf5DatasetWriter kernel = writer.Root.Add("dense/vars/0", ElementType.Float32, [2, 3], Bytes<float>(1, 2, 3, 4, 5, 6));
        kernel.SetAttribute("dtype", "float32");
        writer.Root.Add("half", ElementType.Float16, [2], Bytes((Half)1, (Half)2));
        writer.Root.Add("texts", ["x", "", "yz"], [3]);

        using var file = H5File.Open(new MemoryStream(writer.ToBytes()));
        Assert.Multiple(() =>
        {
            Assert.That(file.Attribute("keras_version").Read<string>(), Is.EqualTo("2.15.0"));
            Assert.That(file.Attribute("größe").Read<string>(), Is.EqualTo("groß"));
            Assert.That(file.Attribute("layer_names").Read<string[]>(), Is.EqualTo(new[] { "dense", "dense_1" }));
            Assert.That(file.Attribute("fixed").Read<string[]>().Select(x => x.TrimEnd('\0')), Is.EqualTo(new[] { "a", "bcd" }));
            Assert.That(file.Attribute("count").Read<long>(), Is.EqualTo(42));
            Assert.That(file.Attribute("matrix").Read<double[,]>(), Is.EqualTo(new double[,] { { 1, 2 }, { 3, 4 } }));
            Assert.That(file.Dataset("/dense/vars/0").Read<float[,]>(), Is.EqualTo(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
            Assert.That(file.Dataset("/dense/vars/0").Attribute("dtype").Read<string>(), Is.EqualTo("float32"));
            Assert.That(file.Dataset("/texts").Read<string[]>(), Is.EqualTo(new[] { "x", "", "yz" }));
        });
    }

    [Test]
    public void Reads_what_an_independent_writer_writes()
    {
        var made = new PureHDF.H5File
        {
            ["group"] = new PureHDF.H5Group { ["numbers"] = new[] { 1.5f, 2.5f }, ["words"] = new[] { "a", "größe" } },
            Attributes = { ["version"] = "3.0", ["shape"] = new[] { 4, 5 } },
        };
        var stream = new MemoryStream();
        made.Write(stream);

        using var file = Hdf5File.Open(stream.ToArray());
        Assert.That(file.Root.GetDataset("group/numbers").ReadArray<float>(), Is.EqualTo(new[] { 1.5f, 2.5f }));
        Assert.That(file.Root.GetDataset("group/words").ReadStrings(), Is.EqualTo(new[] { "a", "größe" }));
        Assert.That(file.Root.Attributes.TryGetString("version", out string? version) ? version : null, Is.EqualTo("3.0"));
        Assert.That(file.Root.Attributes.TryGet("shape", out Hdf5Attribute? shape) ? shape.GetInt64s() : null, Is.EqualTo(new[] { 4, 5 }));
    }

    [Test]
    public void An_object_has_thousands_of_attributes_and_long_texts()
    {
        var writer = new Hdf5Writer();
        string config = new('x', 300_000);
        writer.Root.SetAttribute("model_config", config);
        for (int i = 0; i < 3000; i++)
        {
            writer.Root.SetAttribute($"a{i}", $"text {i}");
        }
        writer.Root.SetAttribute("a7", 7);

        using var file = Hdf5File.Open(writer.ToBytes());
        Hdf5Attributes attributes = file.Root.Attributes;
        Assert.That(attributes.Count, Is.EqualTo(3001));
        Assert.That(attributes.TryGetString("model_config", out string? text) && text == config);
        Assert.That(attributes.TryGetString("a2999", out text) ? text : null, Is.EqualTo("text 2999"));
        Assert.That(attributes.TryGet("a7", out Hdf5Attribute? replaced) ? replaced.GetInt64() : 0, Is.EqualTo(7));
    }

    [Test]
    public void An_attribute_too_large_for_a_header_is_refused_with_advice()
    {
        var writer = new Hdf5Writer();
        Assert.That(
            () => writer.Root.SetAttribute<double>("weights", new double[9000], [9000]),
            Throws.ArgumentException.With.Message.Contains("weights0"));
    }

    [Test]
    public void Elements_filled_in_part_by_part_arrive_in_order()
    {
        var writer = new Hdf5Writer();
        int parts = 0;
        writer.Root.Add("big", ElementType.Int32, [1000, 1000], (offset, destination) =>
        {
            parts++;
            Span<int> numbers = MemoryMarshal.Cast<byte, int>(destination);
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (int)(offset / 4) + i;
            }
        });
        using var file = Hdf5File.Open(writer.ToBytes());
        Assert.That(file.Root.GetDataset("big").ReadArray<int>().SequenceEqual(Enumerable.Range(0, 1_000_000)));
        Assert.That(parts, Is.GreaterThan(1));
    }

    [Test]
    public void Path_stream_and_bytes_hold_the_same_file()
    {
        Hdf5Writer writer = Example();
        using var folder = new TemporaryFolder();
        writer.Save(folder.File("model.h5"));
        var stream = new MemoryStream();
        writer.Save(stream);
        Assert.That(stream.ToArray(), Is.EqualTo(writer.ToBytes()));
        Assert.That(File.ReadAllBytes(folder.File("model.h5")), Is.EqualTo(writer.ToBytes()));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_save_that_fails_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.h5");
        Example().Save(path);
        byte[] before = File.ReadAllBytes(path);
        var failing = new Hdf5Writer();
        failing.Root.Add("x", ElementType.Float32, [1 << 20], (_, _) => throw new IOException("no more"));
        Assert.That(() => failing.Save(path), Throws.TypeOf<IOException>());
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Large_elements_are_aligned_for_computing_with_a_mapped_file()
    {
        var writer = new Hdf5Writer();
        writer.Root.Add("a", ElementType.UInt8, [3], new byte[3]);
        writer.Root.Add("b", ElementType.Float32, [100], new byte[400]);
        byte[] bytes = writer.ToBytes();
        byte[] marked = [.. bytes];
        using var file = Hdf5File.Open(marked);
        Assert.That(file.Root.GetDataset("b").TryGetView(out ReadOnlyMemory<byte> view));
        Assert.That(view.Length, Is.EqualTo(400));
        marked.AsSpan(bytes.Length - 400).Fill(1);
        Assert.That(view.Span.IndexOf((byte)0), Is.EqualTo(-1), "the view is the file's own bytes");
        Assert.That((bytes.Length - 400) % 64, Is.Zero);
    }

    [Test]
    public void Names_that_cannot_be_are_refused()
    {
        Hdf5GroupWriter root = Example().Root;
        Assert.Multiple(() =>
        {
            Assert.That(() => root.Add("group/dataset", ElementType.Bool, [], new byte[1]), Throws.ArgumentException, "taken");
            Assert.That(() => root.Group("group/dataset/below"), Throws.ArgumentException, "below a dataset");
            Assert.That(() => root.Add("group/", ElementType.Bool, [], new byte[1]), Throws.ArgumentException, "empty");
            Assert.That(() => root.Add("nul\0", ElementType.Bool, [], new byte[1]), Throws.ArgumentException, "NUL");
            Assert.That(() => root.Add("short", ElementType.Float32, [2], new byte[4]), Throws.ArgumentException, "too few bytes");
        });
    }

    [Test]
    public void Any_tree_of_datasets_is_read_back()
    {
        var name = Gen.Char["abcdefgh/ü😀"[..10]].Array[1, 6].Select(chars => new string(chars));
        var dataset = Gen.Select(name, Gen.Byte.Array[0, 300]);
        dataset.Array[0, 60].Sample(datasets =>
        {
            var writer = new Hdf5Writer();
            var expected = new Dictionary<string, byte[]>();
            foreach ((string path, byte[] data) in datasets)
            {
                // Paths that clash with another are refused; what was accepted must come back.
                try
                {
                    writer.Root.Add(path, ElementType.UInt8, [data.Length], data).SetAttribute("length", data.Length);
                    expected[path] = data;
                }
                catch (ArgumentException)
                {
                }
            }
            using var file = Hdf5File.Open(writer.ToBytes());
            foreach ((string path, byte[] data) in expected)
            {
                Hdf5Dataset found = file.Root.GetDataset(path);
                Assert.That(found.ReadArray<byte>().SequenceEqual(data), path);
                Assert.That(found.Attributes.TryGet("length", out Hdf5Attribute? length) && length.GetInt64() == data.Length, path);
            }
        }, iter: 100);
    }

    private static Hdf5Writer Example()
    {
        var writer = new Hdf5Writer();
        writer.Root.SetAttribute("name", "example");
        writer.Root.Add("group/dataset", ElementType.Float64, [2], Bytes(1.0, 2.0));
        return writer;
    }

    private static byte[] Bytes<T>(params ReadOnlySpan<T> values) where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();
}
