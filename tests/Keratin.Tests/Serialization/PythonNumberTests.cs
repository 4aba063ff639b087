using System.Text;
using Keratin.Serialization;

namespace Keratin.Tests.Serialization;

public class PythonNumberTests
{
    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(1.0, "1.0")]
    [TestCase(-12.5, "-12.5")]
    [TestCase(0.1, "0.1")]
    [TestCase(1e-7, "1e-07")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(1.5e-10, "1.5e-10")]
    [TestCase(123456789012345.0, "123456789012345.0")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(9007199254740993.0, "9007199254740992.0")]
    [TestCase(1e16, "1e+16")]
    [TestCase(1.2345e100, "1.2345e+100")]
    [TestCase(1.7976931348623157e308, "1.7976931348623157e+308")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(0.0010000000474974513, "0.0010000000474974513")]
    [TestCase(120.0, "120.0")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    [TestCase(double.NegativeInfinity, "-Infinity")]
    public void A_number_is_written_as_Python_writes_it(double value, string expected)
    {
        Span<byte> text = stackalloc byte[PythonNumber.MaxLength];
        Assert.That(Encoding.UTF8.GetString(text[..PythonNumber.Format(value, text)]), Is.EqualTo(expected));
    }

    [Test]
    public void Every_number_reads_back_as_itself()
    {
        var random = new Random(1);
        var text = new byte[PythonNumber.MaxLength];
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            int length = PythonNumber.Format(value, text);
            if (double.IsFinite(value))
            {
                Assert.That(double.Parse(Encoding.UTF8.GetString(text, 0, length)), Is.EqualTo(value));
            }
        }
    }

    [TestCase("UseBias", "use_bias")]
    [TestCase("kernelInitializer", "kernel_initializer")]
    [TestCase("Beta1", "beta_1")]
    [TestCase("L2", "l2")]
    [TestCase("DType", "dtype")]
    [TestCase("LeakyReLU", "leaky_re_lu")]
    [TestCase("Conv2DTranspose", "conv2d_transpose")]
    [TestCase("LSTMCell", "lstm_cell")]
    [TestCase("GlorotUniform", "glorot_uniform")]
    public void Names_are_turned_into_those_of_Keras(string name, string expected) => Assert.That(SnakeCase.Of(name), Is.EqualTo(expected));
}
