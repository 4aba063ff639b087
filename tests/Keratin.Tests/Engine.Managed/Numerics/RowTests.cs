using CsCheck;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

/// <summary>Reductions, softmax, losses and normalisations, against loops in double precision.</summary>
[TestFixtureSource(typeof(Widths), nameof(All))]
internal sealed unsafe class RowTests(int bits) : Widths(bits)
{
    private static readonly Gen<int> Length = Gen.OneOf(Gen.Int[1, 40], Gen.Const(64), Gen.Const(100), Gen.Const(257));

    [Test]
    public void Reduces_any_axis() => Gen.Select(Gen.Int[0, 5], Gen.OneOf(Gen.Int[0, 70], Gen.Const(5000), Gen.Const(40_000)), Gen.OneOf(Gen.Const(1), Gen.Int[1, 70]))
        .Where((outer, axis, inner) => outer * axis * inner < 400_000)
        .Sample(
            (outer, axis, inner) =>
            {
                double[] x = Numbers.Random(new Random(axis), outer * axis * inner);
                Reduce<SumReduction>(x, outer, axis, inner, 0, (a, b) => a + b);
                Reduce<SquareSumReduction>(x, outer, axis, inner, 0, (a, b) => a + (b * b));
                Reduce<MaxReduction>(x, outer, axis, inner, double.NegativeInfinity, Math.Max);
                Reduce<MinReduction>(x, outer, axis, inner, double.PositiveInfinity, Math.Min);
                Reduce<ProductReduction>(Array.ConvertAll(x, v => 1 + (v / 1000)), outer, axis, inner, 1, (a, b) => a * b);
            },
            iter: 60);

    [Test]
    public void A_not_a_number_reaches_every_reduction([Values(1, 3)] int inner)
    {
        double[] x = Numbers.Random(new Random(1), 100 * inner);
        x[57 * inner] = double.NaN;
        using Buffer<float> px = Numbers.ToBuffer<float>(x), y = new(inner);
        Reduction.Reduce<MaxReduction, float>(px.Pointer, 1, 100, inner, y.Pointer);
        Assert.That(y.Span[0], Is.NaN);
        Reduction.Reduce<MinReduction, float>(px.Pointer, 1, 100, inner, y.Pointer);
        Assert.That(y.Span[0], Is.NaN);
        Reduction.Mean(px.Pointer, 1, 100, inner, y.Pointer);
        Assert.That(y.Span[0], Is.NaN);
    }

    [Test]
    public void Sums_a_million_numbers_without_losing_digits()
    {
        using Buffer<float> x = Buffer<float>.Of(1_000_003, _ => 0.1f);
        float sum;
        Reduction.Reduce<SumReduction, float>(x.Pointer, 1, x.Span.Length, 1, &sum);

        // Adding one by one would be 958 off; each number here passes about a hundred roundings.
        Assert.That(sum, Is.EqualTo(0.1f * 1_000_003.0).Within(0.3));
    }

    [Test]
    public void Softmax_and_its_losses_follow_their_definitions() => Gen.Select(Gen.Int[0, 20], Length).Sample(
        (rows, columns) =>
        {
            Random random = new(rows + columns);
            double[] x = Array.ConvertAll(Numbers.Random(random, rows * columns), v => (double)(float)(v * 30)), dy = Numbers.Random(random, x.Length);
            int[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.Next(columns))];
            double[] dense = Numbers.Random(random, x.Length), y = new double[x.Length], log = new double[x.Length], back = new double[x.Length];
            double[] sparseGradient = new double[x.Length], denseGradient = new double[x.Length], sparseLoss = new double[rows], denseLoss = new double[rows];
            for (int i = 0; i < x.Length; i++)
            {
                int row = i / columns;
                Span<double> logits = x.AsSpan(row * columns, columns);
                double max = logits.ToArray().Max(), sum = logits.ToArray().Sum(v => Math.Exp(v - max));
                log[i] = x[i] - max - Math.Log(sum);
                y[i] = Math.Exp(log[i]);
                sparseGradient[i] = y[i] - (i % columns == labels[row] ? 1 : 0);
                denseGradient[i] = y[i] - dense[i];
                denseLoss[row] -= dense[i] * log[i];
                sparseLoss[row] -= i % columns == labels[row] ? log[i] : 0;
            }

            for (int i = 0; i < x.Length; i++)
            {
                int start = i / columns * columns;
                back[i] = y[i] * (dy[i] - Enumerable.Range(start, columns).Sum(j => y[j] * dy[j]));
            }

            using Buffer<float> px = Numbers.ToBuffer<float>(x), py = new(x.Length), loss = new(rows), gradient = new(x.Length), pdy = Numbers.ToBuffer<float>(dy);
            using Buffer<float> pdense = Numbers.ToBuffer<float>(dense);
            using Buffer<int> plabels = Buffer<int>.Of(rows, i => labels[i]);
            double[] scale = Array.ConvertAll(x, _ => 30.0), lossScale = Array.ConvertAll(sparseLoss, _ => 30.0 * columns);
            Softmax.Log(px.Pointer, rows, columns, py.Pointer);
            Numbers.AssertClose(py, log, scale, "log softmax");
            SoftmaxCrossEntropy.Sparse(px.Pointer, plabels.Pointer, rows, columns, loss.Pointer, gradient.Pointer);
            Numbers.AssertClose(loss, sparseLoss, lossScale, "sparse loss");
            Numbers.AssertClose(gradient, sparseGradient, new double[x.Length], "sparse gradient");
            SoftmaxCrossEntropy.Dense(px.Pointer, pdense.Pointer, rows, columns, loss.Pointer, gradient.Pointer);
            Numbers.AssertClose(loss, denseLoss, lossScale, "loss");
            Numbers.AssertClose(gradient, denseGradient, new double[x.Length], "gradient");
            Softmax.Forward(px.Pointer, rows, columns, py.Pointer);
            Numbers.AssertClose(py, y, new double[x.Length], "softmax");
            Softmax.Backward(py.Pointer, pdy.Pointer, rows, columns, gradient.Pointer);
            Numbers.AssertClose(gradient, back, new double[x.Length], "softmax gradient");
        },
        iter: 60);

    [Test]
    public void A_label_out_of_range_makes_the_loss_not_a_number()
    {
        using Buffer<float> x = Numbers.ToBuffer<float>(new double[6]), loss = new(2), gradient = new(6);
        using Buffer<long> labels = Buffer<long>.Of(2, i => i == 0 ? -1 : 2);
        SoftmaxCrossEntropy.Sparse(x.Pointer, labels.Pointer, 2, 3, loss.Pointer, gradient.Pointer);
        Assert.That(loss.Span[0], Is.NaN);
        Assert.That(loss.Span[1], Is.EqualTo(Math.Log(3)).Within(1e-6));
    }

    [Test]
    public void Layer_normalisation_and_its_gradient() => Gen.Select(Gen.Int[1, 40], Length).Sample(
        (rows, columns) => NormalizationReference.Check(rows, columns, byRow: true, training: true),
        iter: 40);

    [Test]
    public void Batch_normalisation_and_its_gradient([Values] bool training) => Gen.Select(Gen.OneOf(Gen.Int[2, 60], Gen.Const(3000)), Gen.Int[1, 70]).Sample(
        (rows, columns) => NormalizationReference.Check(rows, columns, byRow: false, training),
        iter: 40);

    [Test]
    public void Variance_survives_a_large_mean()
    {
        using Buffer<float> x = Buffer<float>.Of(100_000, i => 10_000 + (i % 2)), mean = new(2), variance = new(2);
        BatchNorm.Statistics(x.Pointer, 100_000, 1, mean.Pointer, variance.Pointer);
        Assert.That(mean.Span[0], Is.EqualTo(10_000.5).Within(0.002));
        Assert.That(variance.Span[0], Is.EqualTo(0.25).Within(1e-4));
    }

    private static void Reduce<TKind>(double[] x, int outer, int axis, int inner, double start, Func<double, double, double> join)
        where TKind : struct, IReduction
    {
        double[] y = new double[outer * inner], scale = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = start;
            for (int a = 0; a < axis; a++)
            {
                double value = x[((((i / inner) * axis) + a) * inner) + (i % inner)];
                y[i] = join(y[i], value);
                scale[i] += typeof(TKind) == typeof(SquareSumReduction) ? value * value : Math.Abs(value) / 2;
            }
        }

        using Buffer<float> px = Numbers.ToBuffer<float>(x), py = new(y.Length);
        Reduction.Reduce<TKind, float>(px.Pointer, outer, axis, inner, py.Pointer);
        for (int i = 0; i < y.Length; i++)
        {
            Assert.That(py.Span[i], double.IsInfinity(y[i]) ? Is.EqualTo(y[i]) : Is.EqualTo(y[i]).Within(1e-6 * (1 + scale[i])), $"{typeof(TKind).Name} {i} of ({outer}, {axis}, {inner})");
        }
    }
}
