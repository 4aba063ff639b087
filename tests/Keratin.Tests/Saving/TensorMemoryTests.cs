using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.TensorBundle;
using Keratin.Saving;
using Keratin.Tests.Formats;

namespace Keratin.Tests.Saving;

/// <summary>What tensors of more than 2 GiB go through, with pieces small enough to test.</summary>
public class TensorMemoryTests
{
    private const int PieceLength = 64;

    private readonly TemporaryFolder folder = new();

    [OneTimeTearDown]
    public void Clean() => folder.Dispose();

    [TestCase(0, 0)]
    [TestCase(16, 1)]
    [TestCase(17, 2)]
    [TestCase(1000, 63)]
    public void Pieces_are_the_tensor_in_order(int elements, int count)
    {
        var tensor = Numbers(elements);
        var pieces = TensorMemory.Pieces(tensor, PieceLength);
        Assert.That(pieces, Has.Length.EqualTo(count));
        Assert.That(pieces.SelectMany(static piece => piece.ToArray()), Is.EqualTo(tensor.Bytes.ToArray()));
    }

    [Test]
    public void An_HDF5_dataset_is_written_out_of_pieces_and_read_into_others()
    {
        var tensor = Numbers(1000);
        var writer = new Hdf5Writer();
        writer.Root.Add("whole", ElementType.Float32, [1000], tensor.Bytes.ToArray());
        writer.Root.AddPieces("pieces", ElementType.Float32, [1000], ReadOnly(tensor));
        using var file = Hdf5File.Open(writer.ToBytes());
        var (read, at) = (EagerTensor.Allocate(DType.Float32, [1000]), 0L);
        foreach (var piece in TensorMemory.Pieces(read, PieceLength + 4))
        {
            file.Root.GetDataset("pieces").Read(at, piece.Span);
            at += piece.Length;
        }
        Assert.That(read.Bytes.ToArray(), Is.EqualTo(file.Root.GetDataset("whole").ReadArray<float>().SelectMany(BitConverter.GetBytes)));
    }

    [Test]
    public void A_bundle_is_the_same_whether_a_tensor_is_in_pieces_or_not()
    {
        var tensor = Numbers(1000);
        var (whole, pieces) = (new TensorBundleWriter(), new TensorBundleWriter());
        whole.Add("x", 1, [1000], tensor.Bytes.ToArray());
        pieces.AddPieces("x", 1, [1000], ReadOnly(tensor));
        whole.Save(folder.File("whole"));
        pieces.Save(folder.File("pieces"));
        foreach (string ending in new[] { ".index", ".data-00000-of-00001" })
            Assert.That(File.ReadAllBytes(folder.File("pieces" + ending)), Is.EqualTo(File.ReadAllBytes(folder.File("whole" + ending))));
    }

    [Test]
    public void A_bundle_is_read_into_pieces_and_its_checksum_verified_over_all()
    {
        var tensor = Numbers(1000);
        var writer = new TensorBundleWriter();
        writer.Add("x", 1, [1000], tensor.Bytes.ToArray());
        writer.Save(folder.File("read"));
        var read = EagerTensor.Allocate(DType.Float32, [1000]);
        using (var bundle = TensorBundleReader.Open(folder.File("read"))) bundle.Tensors[0].Read(TensorMemory.Pieces(read, PieceLength));
        Assert.That(read.Bytes.ToArray(), Is.EqualTo(tensor.Bytes.ToArray()));

        string data = folder.File("read.data-00000-of-00001");
        byte[] damaged = File.ReadAllBytes(data);
        damaged[1234] ^= 1;
        File.WriteAllBytes(data, damaged);
        using var broken = TensorBundleReader.Open(folder.File("read"));
        Assert.That(() => broken.Tensors[0].Read(TensorMemory.Pieces(read, PieceLength)), Throws.TypeOf<ModelFormatException>().With.Message.Contains("checksum"));
    }

    [Test]
    public void Pieces_that_are_too_short_for_a_tensor_are_refused()
    {
        var writer = new TensorBundleWriter();
        writer.Add("x", 1, [1000], Numbers(1000).Bytes.ToArray());
        writer.Save(folder.File("short"));
        using var bundle = TensorBundleReader.Open(folder.File("short"));
        var pieces = TensorMemory.Pieces(EagerTensor.Allocate(DType.Float32, [1000]), PieceLength)[1..];
        Assert.That(() => bundle.Tensors[0].Read(pieces), Throws.ArgumentException.With.Message.Contains("4,000"));
        Assert.That(() => writer.AddPieces("y", 1, [1000], ReadOnly(Numbers(999))), Throws.ArgumentException.With.Message.Contains("3,996"));
    }

    private static ReadOnlyMemory<byte>[] ReadOnly(EagerTensor tensor) => Array.ConvertAll(TensorMemory.Pieces(tensor, PieceLength), static piece => (ReadOnlyMemory<byte>)piece);

    private static EagerTensor Numbers(int elements)
    {
        var numbers = new float[elements];
        for (int i = 0; i < elements; i++) numbers[i] = i * 0.5f;
        return Tensor.From(numbers, [elements]);
    }
}
