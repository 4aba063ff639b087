using System.IO.Compression;
using System.Text;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.KerasArchive;

namespace Keratin.Tests.Formats.KerasArchive;

public class KerasArchiveTests
{
    [TestCase("vocabulary_k215.keras")]
    [TestCase("mixed_k221.keras")]
    [TestCase("vocabulary_k315.keras")]
    public void Reads_what_Keras_writes(string name)
    {
        string path = TestData.Path("keras", name);
        using var archive = KerasArchiveReader.Open(path);
        using ZipArchive independent = ZipFile.OpenRead(path);
        Assert.That(archive.Names, Is.EqualTo(independent.Entries.Select(entry => entry.FullName)));
        foreach (ZipArchiveEntry entry in independent.Entries)
        {
            var bytes = new MemoryStream();
            using Stream stream = entry.Open();
            stream.CopyTo(bytes);
            Assert.That(archive.Read(entry.FullName).ToArray(), Is.EqualTo(bytes.ToArray()), entry.FullName);
        }
        Assert.That(archive.ReadText("metadata.json"), Does.StartWith("{\"keras_version\""));
        using Hdf5File weights = archive.OpenHdf5("model.weights.h5");
        Assert.That(weights.Root.Names, Is.Not.Empty);
    }

    [Test]
    public void An_asset_is_read_by_its_path()
    {
        using var archive = KerasArchiveReader.Open(TestData.Path("keras", "vocabulary_k315.keras"));
        string asset = archive.Names.Single(name => name.EndsWith("_lookup_layer/vocabulary.txt", StringComparison.Ordinal));
        Assert.That(archive.ReadText(asset).Split('\n'), Has.Length.GreaterThan(3));
    }

    [Test]
    public void Weights_are_read_in_place()
    {
        byte[] bytes = Example().ToBytes();
        using var archive = KerasArchiveReader.Open(bytes);
        using Hdf5File weights = archive.OpenHdf5("model.weights.h5");
        Assert.That(weights.Root.GetDataset("a").TryGetView(out ReadOnlyMemory<byte> view));
        int at = bytes.AsSpan().IndexOf(view.Span);
        Assert.That(at % 64, Is.Zero, "aligned in the archive");
        bytes[at] ^= 1;
        Assert.That(view.Span[0], Is.EqualTo(bytes[at]), "a view of the archive's own bytes");
    }

    [Test]
    public void Large_weights_are_read_from_their_file_and_damage_is_found()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("large.keras");
        var elements = new float[200_000];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = i;
        }
        var weights = new Hdf5Writer();
        weights.Root.Add("a", ElementType.Float32, [elements.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes(elements.AsSpan()).ToArray());
        var writer = new KerasArchiveWriter();
        writer.Add("model.weights.h5", weights);
        writer.Save(path);
        using (var archive = KerasArchiveReader.Open(path))
        {
            Assert.That(archive.OpenHdf5("model.weights.h5").Root.GetDataset("a").ReadArray<float>(), Is.EqualTo(elements));
        }
        using (FileStream file = File.OpenWrite(path))
        {
            file.Position = file.Length / 2;
            file.WriteByte(77);
        }
        using var damaged = KerasArchiveReader.Open(path);
        Assert.That(() => damaged.OpenHdf5("model.weights.h5"), Throws.TypeOf<ModelFormatException>().With.Message.Contains("CRC"));
    }

    [Test]
    public void Bytes_streams_and_paths_hold_what_was_added()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras");
        Example().Save(path);
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
        var seekable = new MemoryStream();
        Example().Save(seekable);
        var forwardOnly = new ForwardStream();
        Example().Save(forwardOnly);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(Example().ToBytes()).And.EqualTo(seekable.ToArray()));

        foreach (byte[] bytes in new[] { seekable.ToArray(), forwardOnly.Bytes })
        {
            using var archive = KerasArchiveReader.Open(new MemoryStream(bytes));
            Assert.That(archive.Names, Is.EqualTo(new[] { "metadata.json", "config.json", "model.weights.h5", "assets/größe.txt" }));
            Assert.That(archive.ReadText("config.json"), Is.EqualTo("{\"größe\": 1}"));
            Assert.That(archive.ReadText("assets/größe.txt"), Is.EqualTo("produced"));
            using Hdf5File weights = archive.OpenHdf5("model.weights.h5");
            Assert.That(weights.Root.GetDataset("a").ReadArray<byte>(), Is.EqualTo(Enumerable.Range(0, 200).Select(i => (byte)i)));

            using var independent = new ZipArchive(new MemoryStream(bytes));
            using var reader = new StreamReader(independent.GetEntry("config.json")!.Open());
            Assert.That(reader.ReadToEnd(), Is.EqualTo("{\"größe\": 1}"));
        }
    }

    [Test]
    public void Deflated_entries_are_read_too()
    {
        byte[] bytes = Zip(CompressionLevel.Optimal, ("config.json", new string('x', 10_000)), ("empty", ""));
        using var archive = KerasArchiveReader.Open(bytes);
        Assert.That(archive.ReadText("config.json"), Is.EqualTo(new string('x', 10_000)));
        Assert.That(archive.ReadText("empty"), Is.Empty);
    }

    [TestCase("../escaped.txt")]
    [TestCase("assets/../../escaped.txt")]
    [TestCase("/etc/passwd")]
    [TestCase("C:/windows/x")]
    [TestCase("assets\\x")]
    [TestCase("./x")]
    public void A_name_that_leads_out_of_the_archive_is_refused(string name)
    {
        byte[] bytes = Zip(CompressionLevel.NoCompression, ("config.json", "{}"), (name, "x"));
        Assert.That(() => KerasArchiveReader.Open(bytes), Throws.TypeOf<ModelFormatException>().With.Message.Contains(name));
    }

    [Test]
    public void Two_entries_of_one_name_are_refused()
    {
        byte[] bytes = Zip(CompressionLevel.NoCompression, ("config.json", "{}"), ("config.json", "{}"));
        Assert.That(() => KerasArchiveReader.Open(bytes), Throws.TypeOf<ModelFormatException>());
    }

    [Test]
    public void An_entry_that_unpacks_to_far_more_than_the_file_is_refused()
    {
        byte[] bytes = Zip(CompressionLevel.SmallestSize, ("config.json", new string('\0', 40 << 20)));
        using var archive = KerasArchiveReader.Open(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => archive.Read("config.json"), Throws.TypeOf<ModelFormatException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4 << 20));
    }

    [TestCase(CompressionLevel.NoCompression)]
    [TestCase(CompressionLevel.Optimal)]
    public void Damaged_data_is_found_by_its_checksum(CompressionLevel level)
    {
        byte[] bytes = Zip(level, ("config.json", "the quick brown fox jumps over the lazy dog"));
        bytes["config.json".Length + 30 + 20] ^= 4;
        using var archive = KerasArchiveReader.Open(bytes);
        Assert.That(() => archive.Read("config.json"), Throws.TypeOf<ModelFormatException>().With.Message.Contains("config.json"));
    }

    [Test]
    public void A_missing_entry_is_answered_with_those_that_are_there()
    {
        using var archive = KerasArchiveReader.Open(Example().ToBytes());
        Assert.That(() => archive.ReadText("model.json"), Throws.TypeOf<ModelFormatException>().With.Message.Contains("config.json"));
        Assert.That(archive.TryRead("model.json", out _), Is.False);
        Assert.That(archive.Contains("config.json"));
    }

    [Test]
    public void A_save_that_fails_leaves_the_old_archive()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("model.keras");
        Example().Save(path);
        byte[] before = File.ReadAllBytes(path);
        KerasArchiveWriter failing = Example();
        failing.Add("assets/large", 100, _ => throw new IOException("no more"));
        Assert.That(() => failing.Save(path), Throws.TypeOf<IOException>());
        KerasArchiveWriter lying = Example();
        lying.Add("assets/short", 100, output => output.WriteByte(1));
        Assert.That(() => lying.Save(path), Throws.InvalidOperationException.With.Message.Contains("assets/short"));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    private static KerasArchiveWriter Example()
    {
        var weights = new Hdf5Writer();
        weights.Root.Add("a", ElementType.UInt8, [200], Enumerable.Range(0, 200).Select(i => (byte)i).ToArray());
        var archive = new KerasArchiveWriter();
        archive.Add("metadata.json", "{}");
        archive.Add("config.json", "{\"größe\": 1}");
        archive.Add("model.weights.h5", weights);
        archive.Add("assets/größe.txt", 8, output => output.Write("produced"u8));
        return archive;
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in entries)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return stream.ToArray();
    }
}
