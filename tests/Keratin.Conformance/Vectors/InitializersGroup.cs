using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Initializers;

namespace Keratin.Conformance.Vectors;

/// <summary>Initializers: <c>values</c> where they are determined, else what many draws look like.</summary>
internal static class InitializersGroup
{
    // A sample's mean and deviation stray this many standard errors at most.
    private const double Sigmas = 6;

    public static void Run(VectorCase @case)
    {
        var initializer = KerasCase.Build<Initializer>(@case);
        var shape = Json.ToShape(@case.Json.GetProperty("shape"));
        var value = initializer.Create(shape, DTypes.Parse(@case.Json.Text("dtype")));
        if (@case.Json.Find("values") is { } key) @case.Comparison.Check("values", value, @case.Arrays.Get(key));
        else CheckStatistics(@case, value, shape);
        KerasCase.CheckConfig(@case, initializer);
    }

    private static void CheckStatistics(VectorCase @case, EagerTensor value, Shape shape)
    {
        if (value.Shape != shape) throw new MismatchException($"expected shape {shape}, got {value.Shape}");
        int count = checked((int)shape.ElementCount);
        double mean = 0, squares = 0, low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int i = 0; i < count; i++)
        {
            double x = Comparison.NumberAt(value, i);
            mean += x / count;
            squares += x * x / count;
            (low, high) = (Math.Min(low, x), Math.Max(high, x));
        }
        double deviation = Math.Sqrt(squares - mean * mean);
        if (@case.Json.Find("expected") is { } expected) CheckMoments(expected, count, mean, deviation, low, high);
        if (@case.Json.Find("orthogonal") is { }) CheckOrthogonal(value, shape);
    }

    private static void CheckMoments(JsonElement expected, int count, double mean, double deviation, double low, double high)
    {
        double center = expected.GetProperty("mean").GetDouble(), spread = expected.GetProperty("std").GetDouble();
        double error = Sigmas * spread / Math.Sqrt(count);
        new Comparison(0, error).Check("mean", mean, center);
        new Comparison(0, error).Check("standard deviation", deviation, spread);
        if (expected.Find("low") is { } least && low < least.GetDouble() - 1e-6) throw new MismatchException($"least value: expected {least} or more, got {low}");
        if (expected.Find("high") is { } most && high > most.GetDouble() + 1e-6) throw new MismatchException($"greatest value: expected {most} or less, got {high}");
    }

    // As a matrix of all but the last axis by the last: the shorter side's vectors are orthogonal and of one length.
    private static void CheckOrthogonal(EagerTensor value, Shape shape)
    {
        int columns = checked((int)shape[^1]), rows = checked((int)(shape.ElementCount / columns));
        bool wide = columns > rows;
        int vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double Element(int vector, int i) => Comparison.NumberAt(value, wide ? vector * columns + i : i * columns + vector);
        double Product(int a, int b)
        {
            double sum = 0;
            for (int i = 0; i < length; i++) sum += Element(a, i) * Element(b, i);
            return sum;
        }
        double square = Product(0, 0);
        var comparison = new Comparison(0, 1e-4 * square);
        for (int a = 0; a < vectors; a++)
            for (int b = a; b < vectors; b++) comparison.Check($"product of vectors {a} and {b}", Product(a, b), a == b ? square : 0);
    }
}
