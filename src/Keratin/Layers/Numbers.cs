using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>One number, or one for each channel. Configs hold a number or a list, and either is kept.</summary>
public readonly struct Numbers : IConfigValue<Numbers>
{
    private readonly double[]? values;

    private Numbers(double[] values, bool isList) => (this.values, IsList) = (values, isList);

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Whether there is one for each channel.</summary>
    public bool IsList { get; }

    /// <summary>A scalar or a vector.</summary>
    public EagerTensor ToTensor(DType dtype)
    {
        var tensor = IsList ? Tensor.From(Values) : Tensor.Scalar(Values.IsEmpty ? 0 : Values[0]);
        using (Graphs.FunctionGraph.Suspend()) return Ops.Cast(tensor, dtype).Value;
    }

    /// <summary>One number.</summary>
    public static implicit operator Numbers(double value) => new([value], isList: false);

    /// <summary>One number for each channel.</summary>
    public static implicit operator Numbers(double[] values) => new(values, isList: true);

    /// <summary>Reads a number or a list.</summary>
    public static Numbers ReadConfig(ConfigValue value) => value.IsList ? value.AsArray(static item => item.AsDouble()) : value.AsDouble();

    /// <summary>Writes what was read.</summary>
    public void WriteConfig(ConfigWriter writer)
    {
        if (!IsList)
        {
            writer.Value(Values.IsEmpty ? 0 : Values[0]);
            return;
        }
        writer.BeginList();
        foreach (double value in Values) writer.Value(value);
        writer.EndList();
    }
}
