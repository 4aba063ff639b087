using System.Numerics;

namespace Keratin.Tests.Core.Tensors;

/// <summary>What NumPy 2.4 and TensorFlow 2.21 print.</summary>
public class TensorTextTests
{
    private static IEnumerable<TestCaseData> Tensors()
    {
        static TestCaseData Case(EagerTensor tensor, string text) => new(tensor, text) { TestName = $"Prints {text.Replace('\n', ' ').Replace('.', ',')}" };

        yield return Case(Tensor.Scalar(1f), "tf.Tensor(1.0, shape=(), dtype=float32)");
        yield return Case(Tensor.From([1f, 2.5f]), "tf.Tensor([1.  2.5], shape=(2,), dtype=float32)");
        yield return Case(Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } }), "tf.Tensor(\n[[1. 2.]\n [3. 4.]], shape=(2, 2), dtype=float32)");
        yield return Case(Tensor.From([float.NaN, 1, float.NegativeInfinity]), "tf.Tensor([ nan   1. -inf], shape=(3,), dtype=float32)");
        yield return Case(Tensor.From([0.1f, 1e-5f]), "tf.Tensor([1.e-01 1.e-05], shape=(2,), dtype=float32)");
        yield return Case(Tensor.From([1 / 3.0, 1e5]), "tf.Tensor([3.33333333e-01 1.00000000e+05], shape=(2,), dtype=float64)");
        yield return Case(Tensor.From([-0f, 0f]), "tf.Tensor([-0.  0.], shape=(2,), dtype=float32)");
        yield return Case(Tensor.From([999999f, 2f]), "tf.Tensor([9.99999e+05 2.00000e+00], shape=(2,), dtype=float32)");
        yield return Case(Tensor.From([1e10f, 1.5f]), "tf.Tensor([1.0e+10 1.5e+00], shape=(2,), dtype=float32)");
        yield return Case(Tensor.From([12345.678, 0.001]), "tf.Tensor([1.2345678e+04 1.0000000e-03], shape=(2,), dtype=float64)");
        yield return Case(Tensor.From([1e300, 1e-300]), "tf.Tensor([1.e+300 1.e-300], shape=(2,), dtype=float64)");
        yield return Case(Tensor.From([1e-45f, 1f]), "tf.Tensor([1.e-45 1.e+00], shape=(2,), dtype=float32)");
        yield return Case(Tensor.From([0.123456789f]), "tf.Tensor([0.12345679], shape=(1,), dtype=float32)");
        yield return Case(Tensor.From([0.5, 2.00000001]), "tf.Tensor([0.5        2.00000001], shape=(2,), dtype=float64)");
        yield return Case(Tensor.From(new double[,] { { 1.123456785, 2 } }), "tf.Tensor([[1.12345678 2.        ]], shape=(1, 2), dtype=float64)");
        yield return Case(Tensor.Scalar(1e16f), "tf.Tensor(1e+16, shape=(), dtype=float32)");
        yield return Case(Tensor.Scalar(1e6f), "tf.Tensor(1e+06, shape=(), dtype=float32)");
        yield return Case(Tensor.Scalar(123456f), "tf.Tensor(123456.0, shape=(), dtype=float32)");
        yield return Case(Tensor.Scalar(0.0001f), "tf.Tensor(1e-04, shape=(), dtype=float32)");
        yield return Case(Tensor.Scalar(9.9e15), "tf.Tensor(9900000000000000.0, shape=(), dtype=float64)");
        yield return Case(Tensor.Scalar((Half)65504), "tf.Tensor(6.55e+04, shape=(), dtype=float16)");
        yield return Case(Tensor.From([(Half)1500, (Half)3]), "tf.Tensor([1.5e+03 3.0e+00], shape=(2,), dtype=float16)");
        yield return Case(Tensor.From([(BFloat16)1.5f, (BFloat16)300.25f]), "tf.Tensor([1.5 300], shape=(2,), dtype=bfloat16)");
        yield return Case(Tensor.Scalar((BFloat16)1e10f), "tf.Tensor(9.99922e+09, shape=(), dtype=bfloat16)");
        yield return Case(Tensor.From([new Complex(1, 2), new Complex(-3.25, -1e-9)]), "tf.Tensor([ 1.  +2.e+00j -3.25-1.e-09j], shape=(2,), dtype=complex128)");
        yield return Case(Tensor.From([new Complex64(1, 2), new Complex64(float.NaN, 0)]), "tf.Tensor([ 1.+2.j nan+0.j], shape=(2,), dtype=complex64)");
        yield return Case(Tensor.Scalar(new Complex64(1, 2)), "tf.Tensor((1+2j), shape=(), dtype=complex64)");
        yield return Case(Tensor.Scalar(new Complex(-1e-7, -0.5)), "tf.Tensor((-1e-07-0.5j), shape=(), dtype=complex128)");
        yield return Case(Tensor.From(new sbyte[] { 1, 100, -5 }), "tf.Tensor([  1 100  -5], shape=(3,), dtype=int8)");
        yield return Case(Tensor.From([true, false]), "tf.Tensor([ True False], shape=(2,), dtype=bool)");
        yield return Case(Tensor.Scalar(true), "tf.Tensor(True, shape=(), dtype=bool)");
        yield return Case(Tensor.FromStrings("a", "bcd", "é"), @"tf.Tensor([b'a' b'bcd' b'\xc3\xa9'], shape=(3,), dtype=string)");
        yield return Case(Tensor.FromStrings(["it's"], Shape.Scalar), "tf.Tensor(b\"it's\", shape=(), dtype=string)");
        yield return Case(Tensor.Zeros([2, 0, 3]), "tf.Tensor([], shape=(2, 0, 3), dtype=float32)");
        yield return Case(Tensor.From(Enumerable.Range(0, 30).ToArray()),
            "tf.Tensor(\n[ 0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23\n 24 25 26 27 28 29], shape=(30,), dtype=int32)");
        yield return Case(Tensor.From(Enumerable.Range(0, 2000).ToArray()), "tf.Tensor([   0    1    2 ... 1997 1998 1999], shape=(2000,), dtype=int32)");
        yield return Case(Tensor.From(Enumerable.Range(0, 24).Select(static i => i * 1.37f).ToArray(), [2, 3, 4]), """
            tf.Tensor(
            [[[ 0.    1.37  2.74  4.11]
              [ 5.48  6.85  8.22  9.59]
              [10.96 12.33 13.7  15.07]]

             [[16.44 17.81 19.18 20.55]
              [21.92 23.29 24.66 26.03]
              [27.4  28.77 30.14 31.51]]], shape=(2, 3, 4), dtype=float32)
            """);
        yield return Case(Tensor.From(Enumerable.Range(0, 2000).Select(static i => (float)i).ToArray(), [40, 50]), """
            tf.Tensor(
            [[0.000e+00 1.000e+00 2.000e+00 ... 4.700e+01 4.800e+01 4.900e+01]
             [5.000e+01 5.100e+01 5.200e+01 ... 9.700e+01 9.800e+01 9.900e+01]
             [1.000e+02 1.010e+02 1.020e+02 ... 1.470e+02 1.480e+02 1.490e+02]
             ...
             [1.850e+03 1.851e+03 1.852e+03 ... 1.897e+03 1.898e+03 1.899e+03]
             [1.900e+03 1.901e+03 1.902e+03 ... 1.947e+03 1.948e+03 1.949e+03]
             [1.950e+03 1.951e+03 1.952e+03 ... 1.997e+03 1.998e+03 1.999e+03]], shape=(40, 50), dtype=float32)
            """);
    }

    [TestCaseSource(nameof(Tensors))]
    public void Prints_as_Python_does(EagerTensor tensor, string expected) =>
        Assert.That(tensor.ToString(), Is.EqualTo(expected.ReplaceLineEndings("\n")));
}
