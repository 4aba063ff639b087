using Keratin.Serialization;

namespace Keratin.Metrics;

/// <summary>One threshold or several, between 0 and 1: from which prediction on an element counts as positive.</summary>
public sealed class Thresholds : IConfigValue<Thresholds>
{
    // How near to even spacing a list has to be (numpy.allclose with Keras's epsilon).
    private const double Relative = 1e-5, Absolute = 1e-7;

    private readonly bool isList;

    private Thresholds(double[] values, bool isList)
    {
        foreach (double value in values)
            if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(values), value, "Thresholds have to lie between 0 and 1.");
        (Values, this.isList) = (values, isList);
    }

    /// <summary>The thresholds.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>One threshold.</summary>
    public static implicit operator Thresholds(double value) => new([value], isList: false);

    /// <summary>Several thresholds.</summary>
    public static implicit operator Thresholds(double[] values) => new([.. values], isList: true);

    /// <inheritdoc/>
    public static Thresholds ReadConfig(ConfigValue value) => value.IsList ? value.AsArray(static item => item.AsDouble()) : value.AsDouble();

    /// <inheritdoc/>
    public void WriteConfig(ConfigWriter writer)
    {
        if (!isList)
        {
            writer.Value(Values[0]);
            return;
        }
        writer.BeginList();
        foreach (double value in Values) writer.Value(value);
        writer.EndList();
    }

    /// <summary>Evenly spaced thresholds from 0 to 1.</summary>
    internal static double[] Even(int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++) values[i] = i / (count - 1.0);
        return values;
    }

    internal static bool AreEven(IReadOnlyList<double> values)
    {
        if (values.Count < 3) return false;
        for (int i = 0; i < values.Count; i++)
        {
            double even = (float)i / (values.Count - 1);
            if (Math.Abs(values[i] - even) > Absolute + Relative * even) return false;
        }
        return true;
    }
}
