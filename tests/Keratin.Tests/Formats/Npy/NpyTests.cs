using System.Numerics;
using CsCheck;
using Keratin.Formats;
using Keratin.Formats.Npy;

namespace Keratin.Tests.Formats.Npy;

public class NpyTests
{
    private static readonly NpzArchive _types = NpzArchive.Open(TestData.Path("npy", "types.npz"));

    [OneTimeTearDown]
    public void Close() => _types.Dispose();

    [TestCase("b1", ElementType.Bool)]
    [TestCase("i1", ElementType.Int8)]
    [TestCase("i2", ElementType.Int16)]
    [TestCase("i4", ElementType.Int32)]
    [TestCase("i8", ElementType.Int64)]
    [TestCase("u1", ElementType.UInt8)]
    [TestCase("u2", ElementType.UInt16)]
    [TestCase("u4", ElementType.UInt32)]
    [TestCase("u8", ElementType.UInt64)]
    [TestCase("f2", ElementType.Float16)]
    [TestCase("f4", ElementType.Float32)]
    [TestCase("f8", ElementType.Float64)]
    public void Reads_numbers_of_both_byte_orders(string name, ElementType type)
    {
        foreach (NpyArray array in new[] { _types[name], _types["big_" + name] })
        {
            Assert.That(array.ElementType, Is.EqualTo(type));
            Assert.That(array.Shape, Is.EqualTo(new[] { 2, 3 }));
            double[] expected = type == ElementType.Bool ? [0, 1, 0, 1, 0, 1] : [0, 1, 2, 3, 4, 5];
            Assert.That(Numbers(array), Is.EqualTo(expected));
        }
    }

    [TestCase("c8")]
    [TestCase("c16")]
    public void Reads_complex_numbers_of_both_byte_orders(string name)
    {
        double[] expected = [0, 10, 1, 11, 2, 12, 3, 13, 4, 14, 5, 15];
        foreach (NpyArray array in new[] { _types[name], _types["big_" + name] })
        {
            double[] numbers = name == "c8"
                ? Array.ConvertAll(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(array.Bytes.Span).ToArray(), x => (double)x)
                : System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(array.Bytes.Span).ToArray();
            Assert.That(numbers, Is.EqualTo(expected));
        }
        if (name == "c16")
        {
            Assert.That(_types[name].AsSpan<Complex>()[1], Is.EqualTo(new Complex(1, 11)));
        }
    }

    [Test]
    public void Reads_text()
    {
        Assert.That(_types["S"].ToStrings(), Is.EqualTo(new[] { "a", "bä", "longest" }));
        Assert.That(_types["U"].ToStrings(), Is.EqualTo(new[] { "a", "bä", "longest😀" }));
        Assert.That(_types["big_U"].ToStrings(), Is.EqualTo(new[] { "a", "bä", "longest😀" }));
    }

    [Test]
    public void Reads_scalars_and_empty_arrays()
    {
        Assert.That(_types["scalar"].Shape, Is.Empty);
        Assert.That(_types["scalar"].AsSpan<float>().ToArray(), Is.EqualTo(new[] { 1.5f }));
        Assert.That(_types["empty"].Shape, Is.EqualTo(new[] { 0, 3 }));
        Assert.That(_types["empty"].Count, Is.Zero);
    }

    [Test]
    public void Brings_Fortran_order_to_C_order()
    {
        Assert.That(_types["fortran"].Shape, Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(_types["fortran"].AsSpan<int>().ToArray(), Is.EqualTo(Enumerable.Range(0, 24)));
    }

    [TestCase("version1.npy")]
    [TestCase("version2.npy")]
    [TestCase("version3.npy")]
    public void Reads_every_header_version(string file)
    {
        Assert.That(NpyArray.Load(TestData.Path("npy", file)).AsSpan<float>().ToArray(), Is.EqualTo(new float[] { 0, 1, 2, 3 }));
    }

    [Test]
    public void Writes_the_bytes_that_NumPy_writes()
    {
        var stream = new MemoryStream();
        NpyArray.Create<float>([0, 1, 2, 3], 4).Save(stream);
        Assert.That(stream.ToArray(), Is.EqualTo(File.ReadAllBytes(TestData.Path("npy", "version1.npy"))));
    }

    [TestCase("structured.npy", "structured")]
    [TestCase("objects.npy", "O")]
    public void Refuses_structures_and_pickled_objects(string file, string named)
    {
        var error = Assert.Throws<ModelFormatException>(() => NpyArray.Load(TestData.Path("npy", file)));
        Assert.That(error!.Found, Does.Contain(named));
        Assert.That(error.File, Does.EndWith(file));
    }

    [Test]
    public void Refuses_a_shape_that_the_data_does_not_fill()
    {
        byte[] bytes = File.ReadAllBytes(TestData.Path("npy", "version1.npy"));
        Assert.Throws<ModelFormatException>(() => NpyArray.Load(bytes.AsMemory(0, bytes.Length - 1)));
        int at = bytes.AsSpan().IndexOf("(4,)"u8);
        "(9,)"u8.CopyTo(bytes.AsSpan(at));
        Assert.Throws<ModelFormatException>(() => NpyArray.Load(bytes));
    }

    [Test]
    public void Anything_written_is_read_back() => Gen.Select(Gen.Double.Array[0, 60], Gen.Int[0, 3]).Sample((values, rank) =>
    {
        int[] shape = [values.Length, .. Enumerable.Repeat(1, rank)];
        var stream = new MemoryStream();
        NpyArray.Create<double>(values, shape).Save(stream);
        stream.Position = 0;
        NpyArray again = NpyArray.Load(stream);
        return again.Shape.SequenceEqual(shape) && again.AsSpan<double>().SequenceEqual(values);
    });

    [Test]
    public void A_name_that_is_not_there_is_answered_with_those_that_are()
    {
        Assert.That(() => _types["missing"], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("fortran"));
        Assert.That(_types.TryGet("missing", out _), Is.False);
    }

    private static double[] Numbers(NpyArray array) => array.ElementType switch
    {
        ElementType.Bool => Array.ConvertAll(array.AsSpan<bool>().ToArray(), x => x ? 1.0 : 0),
        ElementType.Int8 => Array.ConvertAll(array.AsSpan<sbyte>().ToArray(), x => (double)x),
        ElementType.Int16 => Array.ConvertAll(array.AsSpan<short>().ToArray(), x => (double)x),
        ElementType.Int32 => Array.ConvertAll(array.AsSpan<int>().ToArray(), x => (double)x),
        ElementType.Int64 => Array.ConvertAll(array.AsSpan<long>().ToArray(), x => (double)x),
        ElementType.UInt8 => Array.ConvertAll(array.AsSpan<byte>().ToArray(), x => (double)x),
        ElementType.UInt16 => Array.ConvertAll(array.AsSpan<ushort>().ToArray(), x => (double)x),
        ElementType.UInt32 => Array.ConvertAll(array.AsSpan<uint>().ToArray(), x => (double)x),
        ElementType.UInt64 => Array.ConvertAll(array.AsSpan<ulong>().ToArray(), x => (double)x),
        ElementType.Float16 => Array.ConvertAll(array.AsSpan<Half>().ToArray(), x => (double)x),
        ElementType.Float32 => Array.ConvertAll(array.AsSpan<float>().ToArray(), x => (double)x),
        _ => array.AsSpan<double>().ToArray(),
    };
}
