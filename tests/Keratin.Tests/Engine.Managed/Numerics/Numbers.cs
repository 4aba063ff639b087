namespace Keratin.Tests.Engines.Managed.Numerics;

/// <summary>Makes and compares numbers.</summary>
internal static unsafe class Numbers
{
    /// <summary>From −1 to 1, exact in single precision.</summary>
    public static double[] Random(Random random, int count)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = (random.NextSingle() * 2) - 1;
        }

        return numbers;
    }

    public static Buffer<T> ToBuffer<T>(double[] numbers)
        where T : unmanaged => Buffer<T>.Of(numbers.Length, i => Of<T>(numbers[i]));

    public static T Of<T>(double number) => typeof(T) == typeof(float) ? (T)(object)(float)number : (T)(object)number;

    /// <summary>Each within the rounding of a sum whose terms' magnitudes sum to <paramref name="scale"/>.</summary>
    public static void AssertClose<T>(Buffer<T> actual, double[] expected, double[] scale, string what)
        where T : unmanaged
    {
        double precision = typeof(T) == typeof(float) ? 1.5e-6 : 3e-15;
        for (int i = 0; i < expected.Length; i++)
        {
            double value = Convert.ToDouble(actual.Pointer[i]);
            if (!(Math.Abs(value - expected[i]) <= precision * (scale[i] + 1)))
            {
                Assert.Fail($"At {i} of {what}: expected {expected[i]}, was {value}.");
            }
        }
    }
}
