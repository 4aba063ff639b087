using CsCheck;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

[TestFixtureSource(typeof(Widths), nameof(All))]
internal sealed unsafe class GemmTests(int bits) : Widths(bits)
{
    private static readonly Gen<int> Size = Gen.OneOf(Gen.Int[0, 40], Gen.Int[1, 3], Gen.OneOf(Gen.Const(16), Gen.Const(31), Gen.Const(33), Gen.Const(64), Gen.Const(300)));

    [Test]
    public void Multiplies_matrices_of_any_shape_and_transposition() =>
        Gen.Select(Size, Size, Size, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 3], Gen.Bool)
            .Sample((m, n, k, ta, tb, accumulate, spare, packed) => Check<float>(m, n, k, ta, tb, accumulate, spare, packed, false, 2e-6), iter: 400);

    [Test]
    public void Multiplies_in_double_precision() =>
        Gen.Select(Size, Size, Size, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 3], Gen.Bool)
            .Sample((m, n, k, ta, tb, accumulate, spare, packed) => Check<double>(m, n, k, ta, tb, accumulate, spare, packed, false, 2e-15), iter: 200);

    [Test]
    public void Adds_bias_and_applies_every_activation([Values] Activation activation, [Values(1, 5, 70)] int m, [Values(10, 64)] int n) =>
        Check<float>(m, n, 33, false, false, false, 1, true, true, 3e-6, activation);

    [TestCase(517, 259, 601)]
    [TestCase(1, 515, 777)]
    [TestCase(640, 3, 900)]
    public void Multiplies_large_matrices_on_several_threads(int m, int n, int k)
    {
        Check<float>(m, n, k, false, false, false, 0, false, true, 3e-6, Activation.Relu);
        Check<float>(m, n, k, true, true, true, 5, false, false, 3e-6);
        Check<double>(m, n, k, false, true, true, 5, false, false, 3e-15);
    }

    [Test]
    public void Multiplies_batches_of_matrices() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 40], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool).Sample(
            (count, m, n, k, ta, tb, sharedA, sharedB) =>
            {
                Random random = new(count);
                double[] a = Numbers.Random(random, m * k * (sharedA ? 1 : count)), b = Numbers.Random(random, k * n * (sharedB ? 1 : count));
                double[] c = new double[count * m * n], scale = new double[c.Length];
                for (int i = 0; i < c.Length; i++)
                {
                    int matrix = i / (m * n), row = i / n % m, column = i % n;
                    for (int l = 0; l < k; l++)
                    {
                        double x = a[(sharedA ? 0 : matrix * m * k) + (ta ? (l * m) + row : (row * k) + l)];
                        double y = b[(sharedB ? 0 : matrix * n * k) + (tb ? (column * k) + l : (l * n) + column)];
                        c[i] += x * y;
                        scale[i] += Math.Abs(x * y);
                    }
                }

                using Buffer<float> pa = Numbers.ToBuffer<float>(a), pb = Numbers.ToBuffer<float>(b), pc = new(c.Length);
                Gemm.MultiplyBatch(
                    ta, tb, count, m, n, k, pa.Pointer, ta ? m : k, sharedA ? 0 : m * k, pb.Pointer, tb ? k : n, sharedB ? 0 : k * n, pc.Pointer, n, m * n);
                Numbers.AssertClose(pc, c, scale, $"{count} of {m}×{n}×{k}");
            },
            iter: 200);

    [Test]
    public void Multiplies_integers_and_halves()
    {
        using Buffer<int> a = Buffer<int>.Of(30, i => i - 7), b = Buffer<int>.Of(42, i => (i * 5) - 90), c = Buffer<int>.Of(35, i => i);
        using Buffer<Half> ha = Buffer<Half>.Of(30, i => (Half)(i - 7)), hb = Buffer<Half>.Of(42, i => (Half)((i * 5) - 90)), hc = new(35);
        NumberGemm.Multiply<int, int>(true, false, 5, 7, 6, a.Pointer, 5, b.Pointer, 7, c.Pointer, 7, accumulate: true);
        NumberGemm.Multiply<Half, float>(true, false, 5, 7, 6, ha.Pointer, 5, hb.Pointer, 7, hc.Pointer, 7);
        for (int i = 0; i < 35; i++)
        {
            int expected = Enumerable.Range(0, 6).Sum(l => a.Span[(l * 5) + (i / 7)] * b.Span[(l * 7) + (i % 7)]);
            Assert.That(c.Span[i], Is.EqualTo(expected + i));
            Assert.That(hc.Span[i], Is.EqualTo((Half)expected));
        }
    }

    [Test]
    public void Lets_a_not_a_number_through_rectifiers([Values(Activation.Relu, Activation.Relu6)] Activation activation)
    {
        using Buffer<float> a = Buffer<float>.Of(2, i => i == 0 ? float.NaN : 1);
        using Buffer<float> b = Buffer<float>.Of(1, _ => 7f);
        using Buffer<float> c = new(2);
        Gemm.Multiply(false, false, 2, 1, 1, a.Pointer, 1, b.Pointer, 1, c.Pointer, 1, epilogue: new Epilogue<float>(null, activation));
        Assert.That(c.Span.ToArray(), Is.EqualTo(new[] { float.NaN, activation == Activation.Relu6 ? 6f : 7f }));
    }

    [Test]
    public void Allocates_nothing_when_called_again()
    {
        using Buffer<float> a = Buffer<float>.Of(64 * 64, i => i);
        using Buffer<float> c = new(64 * 64);
        for (int i = 0; i < 3; i++)
        {
            Gemm.Multiply(false, true, 64, 64, 64, a.Pointer, 64, a.Pointer, 64, c.Pointer, 64);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Gemm.Multiply(false, true, 64, 64, 64, a.Pointer, 64, a.Pointer, 64, c.Pointer, 64);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Check<T>(
        int m, int n, int k, bool ta, bool tb, bool accumulate, int spare, bool packed, bool withBias, double tolerance, Activation activation = Activation.None)
        where T : unmanaged
    {
        Random random = new((m * 7919) + (n * 31) + k);
        (int lda, int ldb, int ldc) = ((ta ? m : k) + spare, (tb ? k : n) + spare, n + spare);
        double[] a = Numbers.Random(random, (ta ? k : m) * lda), b = Numbers.Random(random, (tb ? n : k) * ldb);
        double[] c = Numbers.Random(random, m * ldc), bias = Numbers.Random(random, n);
        using Buffer<T> pa = Numbers.ToBuffer<T>(a), pb = Numbers.ToBuffer<T>(b), pc = Numbers.ToBuffer<T>(c), pbias = Numbers.ToBuffer<T>(bias);
        Epilogue<T> epilogue = new(withBias ? pbias.Pointer : null, activation, 0.3);
        if (packed)
        {
            using PackedMatrix<T> matrix = PackedMatrix<T>.Pack(pb.Pointer, ldb, tb, k, n);
            Gemm.Multiply(ta, m, pa.Pointer, lda, matrix, pc.Pointer, ldc, accumulate, epilogue);
        }
        else
        {
            Gemm.Multiply(ta, tb, m, n, k, pa.Pointer, lda, pb.Pointer, ldb, pc.Pointer, ldc, accumulate, epilogue);
        }

        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < ldc; j++)
            {
                double expected = c[(i * ldc) + j], scale = Math.Abs(expected) + 1;
                if (j < n)
                {
                    double sum = (accumulate ? expected : 0) + (withBias ? bias[j] : 0);
                    for (int l = 0; l < k; l++)
                    {
                        double product = a[ta ? (l * lda) + i : (i * lda) + l] * b[tb ? (j * ldb) + l : (l * ldb) + j];
                        sum += product;
                        scale += Math.Abs(product);
                    }

                    expected = Reference.Activate(activation, sum, 0.3);
                }

                Assert.That(Convert.ToDouble(pc.Span[(i * ldc) + j]), Is.EqualTo(expected).Within(tolerance * scale), $"({i}, {j}) of {m}×{n}×{k}");
            }
        }
    }
}
