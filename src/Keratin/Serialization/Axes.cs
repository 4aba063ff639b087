namespace Keratin.Serialization;

/// <summary>One axis or several: Keras's <c>axis</c> arguments, which configs hold as an integer or a list. Negative ones count from the end.</summary>
public readonly struct Axes : IConfigValue<Axes>, IEquatable<Axes>
{
    private readonly int[]? _axes;

    private Axes(int[] axes, bool isList) => (_axes, IsList) = (axes, isList);

    /// <summary>Whether several axes were given, be it a list of one.</summary>
    public bool IsList { get; }

    /// <summary>The axes; axis 0 for the default value.</summary>
    public ReadOnlySpan<int> Values => _axes ?? [0];

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new([axis], isList: false);

    /// <summary>Several axes.</summary>
    public static implicit operator Axes(int[] axes) => new([.. axes], isList: true);

    /// <summary>The axes as ops take them (<c>reduction_indices</c>).</summary>
    public Tensor ToTensor() => IsList ? Tensor.From(Values) : Tensor.Scalar(Values[0]);

    /// <inheritdoc/>
    public static Axes ReadConfig(ConfigValue value) => value.IsList ? value.AsInts() : value.AsInt32();

    /// <inheritdoc/>
    public void WriteConfig(ConfigWriter writer)
    {
        if (IsList)
        {
            writer.Value(Values);
        }
        else
        {
            writer.Value(Values[0]);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Axes other) => IsList == other.IsList && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Axes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsList, Values.Length, Values.IsEmpty ? 0 : Values[0]);

    /// <inheritdoc/>
    public override string ToString() => IsList ? $"[{string.Join(", ", _axes!)}]" : Values[0].ToString();
}
