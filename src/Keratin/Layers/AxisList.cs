using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>One axis or several; negative numbers count from the end. Configs hold a number or a list, and either is kept.</summary>
public readonly struct AxisList : IConfigValue<AxisList>
{
    private readonly int[]? values;

    private AxisList(int[] values, bool isList) => (this.values, IsList) = (values, isList);

    /// <summary>The axes.</summary>
    public ReadOnlySpan<int> Values => values;

    /// <summary>Whether the config holds a list.</summary>
    public bool IsList { get; }

    /// <summary>The axes from 0 up for a tensor of so many axes, sorted.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or one is given twice.</exception>
    public int[] For(int rank)
    {
        var result = new int[Values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Values[i] < 0 ? Values[i] + rank : Values[i];
            if (result[i] < 0 || result[i] >= rank) throw new ArgumentException($"There is no axis {Values[i]} among {rank} axes.");
        }
        Array.Sort(result);
        for (int i = 1; i < result.Length; i++)
            if (result[i] == result[i - 1]) throw new ArgumentException($"Axis {result[i]} is given twice.");
        return result;
    }

    /// <summary>One axis.</summary>
    public static implicit operator AxisList(int axis) => new([axis], isList: false);

    /// <summary>Several axes.</summary>
    public static implicit operator AxisList(int[] axes) => new(axes, isList: true);

    /// <summary>Reads a number or a list.</summary>
    public static AxisList ReadConfig(ConfigValue value) => new(value.AsInts(), value.IsList);

    /// <summary>Writes what was read.</summary>
    public void WriteConfig(ConfigWriter writer)
    {
        if (IsList) writer.Value(Values); else writer.Value(Values[0]);
    }
}
