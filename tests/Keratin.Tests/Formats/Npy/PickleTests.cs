using Keratin.Formats;
using Keratin.Formats.Npy;
using Keratin.Formats.Npy.Pickle;
using Keratin.Formats.Storage;

namespace Keratin.Tests.Formats.Npy;

public class PickleTests
{
    private static Dictionary<string, NpyArray> Read(string file)
    {
        using var source = ByteSource.Open(TestData.Path("keras", "npz", file));
        return PickledArrays.Read(source);
    }

    [TestCase(3)]
    [TestCase(4)]
    public void Reads_all_types_orders_and_scalars_in_the_protocols_that_NumPy_writes(int protocol)
    {
        var arrays = Read($"protocol{protocol}.npy");
        Assert.Multiple(() =>
        {
            Assert.That(arrays["float"].AsSpan<float>().ToArray(), Is.EqualTo(new[] { 0f, 1, 2, 3, 4, 5 }));
            Assert.That(arrays["float"].Shape, Is.EqualTo(new[] { 2, 3 }));
            Assert.That(arrays["fortran"].AsSpan<double>().ToArray(), Is.EqualTo(new[] { 0.0, 1, 2, 3, 4, 5 }));
            Assert.That(arrays["big"].AsSpan<int>().ToArray(), Is.EqualTo(new[] { 1, -2 }));
            Assert.That(arrays["bool"].AsSpan<bool>().ToArray(), Is.EqualTo(new[] { true, false }));
            Assert.That(arrays["half"].AsSpan<Half>().ToArray(), Is.EqualTo(new[] { (Half)0.5f }));
            Assert.That(arrays["empty"].Shape, Is.EqualTo(new[] { 0, 3 }));
            Assert.That(arrays["scalar"].AsSpan<long>().ToArray(), Is.EqualTo(new[] { -7L }));
            Assert.That(arrays["scalar"].Shape, Is.Empty);
            Assert.That(arrays["number"].AsSpan<double>().ToArray(), Is.EqualTo(new[] { 2.5 }));
            Assert.That(arrays["whole"].AsSpan<long>().ToArray(), Is.EqualTo(new[] { 1L << 40 }));
            Assert.That(arrays["truth"].AsSpan<bool>().ToArray(), Is.EqualTo(new[] { true }));
        });
    }

    [TestCase(2, "_codecs.encode")]
    [TestCase(5, "protocol 5")]
    public void Other_protocols_are_refused(int protocol, string named) =>
        Assert.That(() => Read($"protocol{protocol}.npy"), Throws.TypeOf<ModelFormatException>().With.Message.Contains(named));

    private static object? Pickle(params byte[] bytes) => new PickleReader(ByteSource.From(bytes)).Read();

    private static byte[] Named(string module, string name) => [.. "c"u8, .. System.Text.Encoding.ASCII.GetBytes($"{module}\n{name}\n"), (byte)')', (byte)'R', (byte)'.'];

    [TestCase("os", "system")]
    [TestCase("posix", "system")]
    [TestCase("builtins", "eval")]
    [TestCase("builtins", "getattr")]
    [TestCase("numpy", "load")]
    [TestCase("numpy.testing._private.utils", "runstring")]
    [TestCase("functools", "reduce")]
    [TestCase("keras.src.backend", "backend")]
    public void Names_that_are_not_of_arrays_are_refused_as_unsafe(string module, string name) =>
        Assert.That(() => Pickle(Named(module, name)), Throws.TypeOf<ModelFormatException>().With.Message.Contains($"{module}.{name}").And.Message.Contains("unsafe"));

    [Test]
    public void A_call_of_what_is_not_named_is_refused() =>
        Assert.That(() => Pickle((byte)'X', 1, 0, 0, 0, (byte)'a', (byte)')', (byte)'R', (byte)'.'), Throws.TypeOf<ModelFormatException>());

    // INST, OBJ, PERSID, BINPERSID, EXT1, NEWOBJ_EX, NEXT_BUFFER, and the protocol-0 forms of numbers and text, which Python evaluates.
    [TestCase((byte)'i')]
    [TestCase((byte)'o')]
    [TestCase((byte)'P')]
    [TestCase((byte)'Q')]
    [TestCase((byte)0x82)]
    [TestCase((byte)0x92)]
    [TestCase((byte)0x97)]
    [TestCase((byte)'S')]
    [TestCase((byte)'I')]
    public void Instructions_that_arrays_do_not_need_are_refused(byte code) =>
        Assert.That(() => Pickle((byte)'(', code, (byte)'.'), Throws.TypeOf<ModelFormatException>().With.Message.Contains($"0x{code:x2}"));

    [TestCase(new byte[] { 0x95 }, TestName = "A frame without a length")]
    [TestCase(new byte[] { (byte)'B', 255, 255, 255, 255 }, TestName = "Bytes that are not there")]
    [TestCase(new byte[] { 0x8e, 255, 255, 255, 255, 255, 255, 255, 127 }, TestName = "More bytes than there can be")]
    [TestCase(new byte[] { (byte)'h', 3, (byte)'.' }, TestName = "Nothing was remembered")]
    [TestCase(new byte[] { (byte)'t' }, TestName = "No mark")]
    [TestCase(new byte[] { 0x87 }, TestName = "An empty stack")]
    [TestCase(new byte[] { (byte)'(', (byte)'N', 0x86 }, TestName = "A tuple across a mark")]
    [TestCase(new byte[] { (byte)'(', 0x94 }, TestName = "A mark remembered")]
    [TestCase(new byte[] { (byte)'N', (byte)'b' }, TestName = "A state of nothing")]
    [TestCase(new byte[] { (byte)'}', (byte)'K', 1, (byte)'N', (byte)'s', (byte)'.' }, TestName = "A key that is no text")]
    public void Damaged_pickles_are_refused(byte[] bytes) => Assert.That(() => Pickle(bytes), Throws.TypeOf<ModelFormatException>());

    [Test]
    public void A_list_of_itself_is_no_trouble()
    {
        var list = (List<object?>)Pickle((byte)']', 0x94, (byte)'h', 0, (byte)'a', (byte)'.')!;
        Assert.That(list[0], Is.SameAs(list));
    }

    [Test]
    public void Endless_pickles_are_refused() =>
        Assert.That(() => Pickle([.. Enumerable.Repeat((byte)'N', 3 << 20)]), Throws.TypeOf<ModelFormatException>().With.Message.Contains("instructions"));
}
