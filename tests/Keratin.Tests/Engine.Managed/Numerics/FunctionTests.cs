using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

[TestFixtureSource(typeof(Widths), nameof(All))]
internal sealed unsafe class FunctionTests(int bits) : Widths(bits)
{
    [Test]
    public void Exponentials_are_within_two_ulps()
    {
        Check<Exp>(Math.Exp, 2);
        Check<Expm1>(Expm1, 2);
    }

    [Test]
    public void Logarithms_are_within_two_ulps()
    {
        Check<Log>(Math.Log, 2);
        Check<Log1p>(Log1p, 3);
    }

    [Test]
    public void Hyperbolic_functions_are_within_four_ulps()
    {
        Check<Tanh>(Math.Tanh, 4);
        Check<Sigmoid>(x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), 4);
        Check<Softplus>(x => x > 40 ? x : Log1p(Math.Exp(x)), 4);
    }

    [Test]
    public void The_error_function_is_within_four_ulps() => Check<Erf>(Reference.Erf, 4);

    [Test]
    public void The_complement_of_the_error_function_keeps_its_precision_where_it_is_tiny() => CheckFloat<Erfc>(Reference.Erfc, 12, absolute: false);

    [Test]
    public void Trigonometric_functions_are_within_two_ulps_of_one()
    {
        Check<Sin>(Math.Sin, 2, absolute: true);
        Check<Cos>(Math.Cos, 2, absolute: true);
    }

    [Test]
    public void Rectifiers_and_their_kin_follow_their_definitions()
    {
        Check<Relu>(x => double.IsNaN(x) ? x : Math.Max(x, 0), 0);
        Check<Relu6>(x => double.IsNaN(x) ? x : Math.Clamp(x, 0, 6), 0);
        Check<HardSigmoid>(x => double.IsNaN(x) ? x : Math.Clamp((x / 6) + 0.5, 0, 1), 3, absolute: true);
        Check<Softsign>(x => double.IsInfinity(x) ? double.NaN : x / (1 + Math.Abs(x)), 2);
        Check<Selu>(x => 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * (Math.Exp(x) - 1) : x), 4, absolute: true);
        Check<Silu>(x => double.IsNegativeInfinity(x) ? double.NaN : x < 0 ? x * (Math.Exp(x) / (1 + Math.Exp(x))) : x / (1 + Math.Exp(-x)), 4, absolute: true);
        Check<Gelu>(x => double.IsNegativeInfinity(x) ? double.NaN : 0.5 * x * (1 + Reference.Erf(x / Math.Sqrt(2))), 8, absolute: true);
    }

    /// <summary>In ulps of the result, or, where absolute, of 1 at least.</summary>
    private static void Check<TFunction>(Func<double, double> reference, double ulps, bool absolute = false)
        where TFunction : struct, IFunction
    {
        CheckFloat<TFunction>(reference, ulps, absolute);
        CheckDouble<TFunction>(reference, ulps + 1, absolute);
    }

    private static void CheckFloat<TFunction>(Func<double, double> reference, double ulps, bool absolute)
        where TFunction : struct, IFunction
    {
        float[] special = [0, -0f, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, 1e-38f, 88.72f, 88.73f, -87.4f, -103.9f, -104.1f, 0.5f, 1.9999999f];
        Random random = new(1);
        using Buffer<float> x = Buffer<float>.Of(20_003, i => i < special.Length
            ? special[i]
            : i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)) : (random.NextSingle() - 0.5f) * (i % 3 == 0 ? 200 : 8));
        using Buffer<float> y = new(x.Span.Length);
        Map<TFunction, float> body = new(x.Pointer, y.Pointer, x.Span.Length);
        Widest.Run<Map<TFunction, float>, float>(ref body);
        for (int i = 0; i < x.Span.Length; i++)
        {
            double exact = reference(x.Span[i]);
            float rounded = (float)exact;
            double ulp = MathF.BitIncrement(MathF.Abs(rounded)) - (double)MathF.Abs(rounded);
            AssertNear<TFunction>(x.Span[i], y.Span[i], exact, rounded, absolute ? Math.Max(ulp, 1.2e-7) : ulp, ulps);
        }
    }

    private static void CheckDouble<TFunction>(Func<double, double> reference, double ulps, bool absolute)
        where TFunction : struct, IFunction
    {
        double[] special = [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue, 1e-308, 709.7, 709.8, -708.4, -745.1, -745.2];
        Random random = new(2);
        using Buffer<double> x = Buffer<double>.Of(10_001, i => i < special.Length
            ? special[i]
            : i % 2 == 0 ? BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) : (random.NextDouble() - 0.5) * (i % 3 == 0 ? 1000 : 8));
        using Buffer<double> y = new(x.Span.Length);
        Map<TFunction, double> body = new(x.Pointer, y.Pointer, x.Span.Length);
        Widest.Run<Map<TFunction, double>, double>(ref body);
        for (int i = 0; i < x.Span.Length; i++)
        {
            double exact = reference(x.Span[i]);
            double ulp = Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact);
            AssertNear<TFunction>(x.Span[i], y.Span[i], exact, exact, absolute ? Math.Max(ulp, 2.3e-16) : ulp, ulps);
        }
    }

    private static void AssertNear<TFunction>(double x, double actual, double exact, double rounded, double ulp, double ulps)
    {
        bool near = double.IsFinite(rounded) && double.IsFinite(actual)
            ? Math.Abs(actual - exact) <= (ulps + 0.5) * ulp
            : actual.Equals(rounded) || (double.IsFinite(actual) != double.IsFinite(rounded) && Math.Abs(exact) > 3.4e38 && Math.Abs(actual) > 3.4e38 && Math.Sign(actual) == Math.Sign(exact));
        if (!near)
        {
            Assert.Fail($"{typeof(TFunction).Name}({x:R}): expected {exact:R}, was {actual:R}, {Math.Abs(actual - exact) / ulp} ulps away.");
        }
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Abs(x) < 0.5 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;

    private static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : double.IsFinite(sum) && sum > 0 ? Math.Log(sum) * (x / (sum - 1)) : Math.Log(sum);
    }

    private readonly struct Map<TFunction, T>(T* x, T* y, nint count) : ISimdBody<T>
        where TFunction : struct, IFunction
        where T : unmanaged
    {
        public void Run<V>()
            where V : struct, ISimd<V, T> => Loops<V, T>.Map<TFunction>(x, y, count);
    }
}
