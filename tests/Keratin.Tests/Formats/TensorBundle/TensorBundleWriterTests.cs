using System.Text;
using Keratin.Formats;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle;

namespace Keratin.Tests.Formats.TensorBundle;

public class TensorBundleWriterTests
{
    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [Test]
    public void What_is_written_is_read_again()
    {
        string prefix = folder.File("round");
        var random = new Random(1);
        var expected = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var writer = new TensorBundleWriter();
        // Enough entries for several blocks and restarts.
        for (int i = 0; i < 6000; i++)
        {
            string name = $"layer/{random.Next(1_000_000):D6}/{i}/.ATTRIBUTES/VARIABLE_VALUE";
            byte[] data = new byte[4 * random.Next(8)];
            random.NextBytes(data);
            expected[name] = data;
            writer.Add(name, 1, [data.Length / 4], data);
        }
        writer.AddStrings("words", [2, 1], [Encoding.UTF8.GetBytes("a"), new byte[1000]]);
        writer.Save(prefix);

        using var bundle = TensorBundleReader.Open(prefix);
        Assert.That(bundle.Tensors.Select(static tensor => tensor.Name), Is.EqualTo(expected.Keys.Append("words")));
        foreach (var tensor in bundle.Tensors.Take(6000))
        {
            var bytes = new byte[tensor.ByteLength];
            tensor.Read(bytes);
            Assert.That(bytes, Is.EqualTo(expected[tensor.Name]));
        }
        Assert.That(bundle.Tensors[^1].ReadStrings()[1], Is.EqualTo(new byte[1000]));
    }

    [Test]
    public void Writes_the_index_that_TensorFlow_writes()
    {
        var writer = new TensorBundleWriter();
        using (var bundle = TensorBundleReader.Open(TestData.Path("checkpoints", "many")))
            foreach (var tensor in bundle.Tensors)
            {
                var bytes = new byte[tensor.ByteLength];
                tensor.Read(bytes);
                writer.Add(tensor.Name, tensor.DataType, tensor.Shape, bytes);
            }
        writer.Save(folder.File("many"));
        Assert.That(File.ReadAllBytes(folder.File("many.data-00000-of-00001")), Is.EqualTo(File.ReadAllBytes(TestData.Path("checkpoints", "many.data-00000-of-00001"))));
        Assert.That(File.ReadAllBytes(folder.File("many.index")), Is.EqualTo(File.ReadAllBytes(TestData.Path("checkpoints", "many.index"))));
    }

    [Test]
    public void Replacing_a_bundle_leaves_no_old_file()
    {
        string prefix = folder.File("again");
        for (int i = 0; i < 3; i++)
        {
            var writer = new TensorBundleWriter();
            writer.Add("x", 4, [3], new byte[] { 1, 2, (byte)i });
            writer.Save(prefix);
            Assert.That(Directory.GetFiles(folder.Path, "again.*"), Has.Length.EqualTo(2));
            using var bundle = TensorBundleReader.Open(prefix);
            var bytes = new byte[3];
            bundle.Tensors[0].Read(bytes);
            Assert.That(bytes[2], Is.EqualTo(i));
        }
    }

    [Test]
    public void Until_the_index_is_there_the_old_bundle_is_whole()
    {
        string prefix = folder.File("interrupted");
        var writer = new TensorBundleWriter();
        writer.Add("x", 4, [1], new byte[] { 1 });
        writer.Save(prefix);
        // A folder in the index's place makes the rename fail, as a full disk would.
        File.Move(prefix + ".index", prefix + ".kept");
        Directory.CreateDirectory(prefix + ".index");
        var newer = new TensorBundleWriter();
        newer.Add("x", 4, [1], new byte[] { 2 });
        Assert.That(() => newer.Save(prefix), Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Directory.Delete(prefix + ".index");
        File.Move(prefix + ".kept", prefix + ".index");
        using var bundle = TensorBundleReader.Open(prefix);
        var bytes = new byte[1];
        bundle.Tensors[0].Read(bytes);
        Assert.That(bytes[0], Is.EqualTo(1));
        Assert.That(Directory.GetFiles(folder.Path, "interrupted.*"), Has.Length.EqualTo(2));
    }

    [Test]
    public void Deleting_removes_all_files_of_the_bundle_and_no_other()
    {
        foreach (string name in (string[])["d.index", "d.data-00000-of-00002", "d.data-00001-of-00002", "d.data-1", "dd.index", "d-1.data-00000-of-00001"]) File.WriteAllText(folder.File(name), "");
        BundleFiles.Delete(folder.File("d"));
        Assert.That(Directory.GetFiles(folder.Path, "d*").Select(Path.GetFileName), Is.EquivalentTo(new[] { "d.data-1", "dd.index", "d-1.data-00000-of-00001" }));
    }

    [TestCase("")]
    [TestCase("\0x")]
    public void A_name_that_keys_can_not_be_is_refused(string name) => Assert.Throws<ArgumentException>(() => new TensorBundleWriter().Add(name, 4, [0], default));

    [Test]
    public void Checksums_are_those_of_the_standard()
    {
        // RFC 3720, B.4.
        Assert.That(Crc32C.Compute(new byte[32]), Is.EqualTo(0x8a9136aau));
        Assert.That(Crc32C.Compute(Enumerable.Repeat((byte)0xff, 32).ToArray()), Is.EqualTo(0x62a8ab43u));
        Assert.That(Crc32C.Compute("123456789"u8), Is.EqualTo(0xe3069283u));
    }

    [Test]
    public void Checksums_of_long_data_are_those_of_its_pieces()
    {
        var data = new byte[200_003];
        new Random(3).NextBytes(data);
        uint bytewise = 0;
        foreach (byte value in data) bytewise = Crc32C.Append(bytewise, [value]);
        Assert.That(Crc32C.Compute(data), Is.EqualTo(bytewise));
        Assert.That(Crc32C.Append(Crc32C.Compute(data.AsSpan(0, 100_001)), data.AsSpan(100_001)), Is.EqualTo(bytewise));
    }

    [TestCase("model_checkpoint_path: \"ckpt-5\"\nall_model_checkpoint_paths: \"ckpt-4\"\nall_model_checkpoint_paths: \"ckpt-5\"\nall_model_checkpoint_timestamps: 1795478066.7113361\nall_model_checkpoint_timestamps: 1795478066.82329\nlast_preserved_timestamp: 1795478065.489095\n")]
    [TestCase("model_checkpoint_path: \"na\\303\\257ve \\\"\\\\\\n\"\n")]
    public void The_state_file_is_read_and_written_as_TensorFlow_does(string text) =>
        Assert.That(CheckpointState.Parse(text, "checkpoint").ToString(), Is.EqualTo(text));

    [TestCase("model_checkpoint_path \"x\"")]
    [TestCase("model_checkpoint_path: \"x")]
    [TestCase("last_preserved_timestamp: soon")]
    public void A_broken_state_file_is_a_typed_error(string text) =>
        Assert.That(() => CheckpointState.Parse(text, "checkpoint"), Throws.TypeOf<ModelFormatException>());
}
