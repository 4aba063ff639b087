using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

[TestFixtureSource(typeof(Widths), nameof(All))]
internal sealed unsafe class UpdateTests(int bits) : Widths(bits)
{
    private const int Count = 5003;
    private readonly double[] variable = Numbers.Random(new Random(1), Count);
    private readonly double[] gradient = Numbers.Random(new Random(2), Count);
    private readonly double[] first = Numbers.Random(new Random(3), Count);
    private readonly double[] second = Array.ConvertAll(Numbers.Random(new Random(4), Count), v => 1.5 + v);

    [Test]
    public void Sgd() => Check(
        (v, a, b, g) => Updates.Run<Sgd<float>, float>(Count, new() { Variable = v, Gradient = g, Rate = 0.1 }),
        (ref v, ref a, ref b, g) => v -= 0.1 * g);

    [Test]
    public void Momentum([Values] bool nesterov) => Check(
        (v, a, b, g) => Updates.Run<Momentum<float>, float>(Count, new() { Variable = v, Accumulator = a, Gradient = g, Rate = 0.1, Factor = 0.9, Nesterov = nesterov }),
        (ref v, ref a, ref b, g) =>
        {
            a = (0.9 * a) + g;
            v -= 0.1 * (nesterov ? g + (0.9 * a) : a);
        });

    [Test]
    public void Keras_momentum([Values] bool nesterov) => Check(
        (v, a, b, g) => Updates.Run<KerasMomentum<float>, float>(Count, new() { Variable = v, Accumulator = a, Gradient = g, Rate = 0.1, Factor = 0.9, Nesterov = nesterov }),
        (ref v, ref a, ref b, g) =>
        {
            a = (0.9 * a) - (0.1 * g);
            v += nesterov ? (0.9 * a) - (0.1 * g) : a;
        });

    [Test]
    public void Adam([Values] bool nesterov) => Check(
        (v, a, b, g) => Updates.Run<Adam<float>, float>(
            Count, new() { Variable = v, First = a, Second = b, Gradient = g, Rate = Adam<float>.CorrectedRate(0.01, 0.9, 0.999), Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-7, Nesterov = nesterov }),
        (ref v, ref a, ref b, g) =>
        {
            a = (0.9 * a) + (0.1 * g);
            b = (0.999 * b) + (0.001 * g * g);
            v -= 0.01 * Math.Sqrt(1 - 0.999) / (1 - 0.9) * (nesterov ? (0.9 * a) + (0.1 * g) : a) / (Math.Sqrt(b) + 1e-7);
        });

    [Test]
    public void Adam_with_the_largest_second_moment() => Check(
        (v, a, b, g) =>
        {
            using Buffer<float> m = Numbers.ToBuffer<float>(first);
            Updates.Run<Adam<float>, float>(
                Count, new() { Variable = v, First = m.Pointer, Second = a, MaxSecond = b, Gradient = g, Rate = 0.01, Beta1 = 0, Beta2 = 0, Epsilon = 1e-7 });
        },
        (ref v, ref a, ref b, g) =>
        {
            a = g * g;
            b = Math.Max(a, b);
            v -= 0.01 * g / (Math.Sqrt(b) + 1e-7);
        });

    [Test]
    public void RmsProp() => Check(
        (v, a, b, g) => Updates.Run<RmsProp<float>, float>(
            Count, new() { Variable = v, MeanSquare = b, Moment = a, Gradient = g, Rate = 0.01, Rho = 0.9, Momentum = 0.5, Epsilon = 1e-7 }),
        (ref v, ref a, ref b, g) =>
        {
            b = (0.9 * b) + (0.1 * g * g);
            a = (0.5 * a) + (0.01 * g / Math.Sqrt(b + 1e-7));
            v -= a;
        });

    [Test]
    public void RmsProp_centred() => Check(
        (v, a, b, g) =>
        {
            using Buffer<float> moment = Numbers.ToBuffer<float>(new double[Count]);
            Updates.Run<RmsProp<float>, float>(
                Count, new() { Variable = v, MeanSquare = b, MeanGradient = a, Moment = moment.Pointer, Gradient = g, Rate = 0.01, Rho = 0.9, Epsilon = 1 });
        },
        (ref v, ref a, ref b, g) =>
        {
            b = (0.9 * b) + (0.1 * g * g);
            a = (0.9 * a) + (0.1 * g);
            v -= 0.01 * g / Math.Sqrt(b - (a * a) + 1);
        });

    [Test]
    public void Adagrad() => Check(
        (v, a, b, g) => Updates.Run<Adagrad<float>, float>(Count, new() { Variable = v, Accumulator = b, Gradient = g, Rate = 0.1, Epsilon = 1e-7 }),
        (ref v, ref a, ref b, g) =>
        {
            b += g * g;
            v -= 0.1 * g / (Math.Sqrt(b) + 1e-7);
        });

    private delegate void Rule(float* variable, float* first, float* second, float* gradient);

    private delegate void Definition(ref double variable, ref double first, ref double second, double gradient);

    private void Check(Rule rule, Definition definition)
    {
        using Buffer<float> pv = Numbers.ToBuffer<float>(variable), pa = Numbers.ToBuffer<float>(first), pb = Numbers.ToBuffer<float>(second), pg = Numbers.ToBuffer<float>(gradient);
        rule(pv.Pointer, pa.Pointer, pb.Pointer, pg.Pointer);
        (double[] v, double[] a, double[] b) = ([.. variable], [.. first], [.. second]);
        for (int i = 0; i < Count; i++)
        {
            definition(ref v[i], ref a[i], ref b[i], gradient[i]);
        }

        Numbers.AssertClose(pv, v, new double[Count], "variable");
        Numbers.AssertClose(pa, a, new double[Count], "first slot");
        Numbers.AssertClose(pb, b, new double[Count], "second slot");
    }
}
