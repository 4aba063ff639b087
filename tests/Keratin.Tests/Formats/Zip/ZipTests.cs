using System.IO.Compression;
using System.IO.Hashing;
using CsCheck;
using Keratin.Formats;
using Keratin.Formats.Npy;
using Keratin.Formats.Storage;
using Keratin.Formats.Zip;

namespace Keratin.Tests.Formats.Zip;

public class ZipTests
{
    [TestCase(0, true)]
    [TestCase(0, false)]
    [TestCase(100, true)]
    [TestCase(100, false)]
    public void Numbers_of_64_bits_are_written_and_read(int zip64From, bool seekable)
    {
        var writer = new ZipWriter(zip64From);
        writer.Add("a", 300, 1, output => output.Write(new byte[300]));
        writer.Add("b/c", 5, 64, output => output.Write("hello"u8));
        byte[] bytes;
        if (seekable)
        {
            var stream = new MemoryStream();
            writer.Save(stream);
            bytes = stream.ToArray();
            Assert.That(bytes, Has.Length.EqualTo(writer.Measure()));
        }
        else
        {
            var stream = new ForwardStream();
            writer.Save(stream);
            bytes = stream.Bytes;
        }
        Assert.That(bytes.AsSpan().IndexOf("PK\u0006\u0006"u8), Is.Positive, "a zip64 end record");

        using ByteSource source = ByteSource.From(bytes);
        var reader = new ZipReader(source, ZipLimits.Default);
        Assert.That(reader.TryFind("a", out ZipEntry a) && reader.Open(a).Length == 300);
        Assert.That(reader.TryFind("b/c", out ZipEntry b));
        Assert.That(reader.Open(b).Span(0, 5, "").ToArray(), Is.EqualTo("hello"u8.ToArray()));

        using var independent = new ZipArchive(new MemoryStream(bytes));
        using var text = new StreamReader(independent.GetEntry("b/c")!.Open());
        Assert.That(text.ReadToEnd(), Is.EqualTo("hello"));
        Assert.That(independent.GetEntry("a")!.Length, Is.EqualTo(300));
    }

    [Test]
    public void A_checksum_of_pieces_is_that_of_the_whole() => Gen.Byte.Array[0, 500].Array[0, 10].Sample(pieces =>
    {
        var crc = new ZipCrc();
        var whole = new Crc32();
        foreach (byte[] piece in pieces)
        {
            crc.Append(piece);
            whole.Append(piece);
        }
        return crc.Value == whole.GetCurrentHashAsUInt32();
    });

    [Test]
    public void A_checksum_by_several_threads_is_that_of_one()
    {
        var bytes = new byte[2 * ZipCrc.ParallelPays + 7];
        new Random(1).NextBytes(bytes);
        Assert.That(ZipCrc.Compute(ByteSource.From(bytes), ""), Is.EqualTo(Crc32.HashToUInt32(bytes)));
        var stream = new CrcStream(new MemoryStream());
        stream.Write(bytes.AsSpan(0, 100));
        stream.Write(bytes.AsSpan(100));
        Assert.That(stream.Crc, Is.EqualTo(Crc32.HashToUInt32(bytes)));
    }

    [Test]
    public void Arrays_saved_by_name_are_read_back()
    {
        using var folder = new TemporaryFolder();
        var arrays = new Dictionary<string, NpyArray>
        {
            ["weights/0"] = NpyArray.Create<float>([1, 2, 3, 4, 5, 6], 2, 3),
            ["names"] = NpyArray.FromStrings(["größe", "b"], 2),
            ["scalar"] = NpyArray.Create<long>([7]),
        };
        NpzArchive.Save(folder.File("x.npz"), arrays);
        using var archive = NpzArchive.Open(folder.File("x.npz"));
        Assert.That(archive.Names, Is.EqualTo(arrays.Keys));
        Assert.That(archive["weights/0"].AsSpan<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(archive["weights/0"].Shape, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(archive["names"].ToStrings(), Is.EqualTo(new[] { "größe", "b" }));
        Assert.That(archive["scalar"].AsSpan<long>()[0], Is.EqualTo(7));
    }

    [Test]
    public void A_file_with_a_comment_at_its_end_is_read()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.Comment = "a comment";
            zip.CreateEntry("x");
        }
        using ByteSource source = ByteSource.From(stream.ToArray());
        Assert.That(new ZipReader(source, ZipLimits.Default).Entries[0].Name, Is.EqualTo("x"));
    }
}
