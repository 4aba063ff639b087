using Keratin.Serialization;

namespace Keratin.Regularizers;

/// <summary>What an <see cref="OrthogonalRegularizer"/> keeps apart.</summary>
public enum OrthogonalMode
{
    /// <summary>The rows of a matrix.</summary>
    Rows,

    /// <summary>The columns of a matrix.</summary>
    Columns,
}

/// <summary>
/// The mean absolute cosine between the rows, or columns, of a matrix, times a factor (<c>keras.regularizers.OrthogonalRegularizer</c>).
/// </summary>
/// <param name="factor">The factor.</param>
/// <param name="mode">Rows or columns.</param>
[KerasObject("OrthogonalRegularizer")]
public sealed partial class OrthogonalRegularizer(double factor = 0.01, OrthogonalMode mode = OrthogonalMode.Rows) : Regularizer
{
    /// <summary>The factor.</summary>
    [Config(Float32 = Dialect.Keras2 | Dialect.Keras3)]
    public double Factor { get; } = Checked(factor, nameof(factor));

    /// <summary>Rows or columns.</summary>
    [Config]
    public OrthogonalMode Mode { get; } = mode;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor value)
    {
        if (value.Rank != 2) throw new ArgumentException($"An orthogonal regularizer is for matrices; the tensor's shape is {value.Shape}.", nameof(value));
        bool isRows = Mode == OrthogonalMode.Rows;
        long size = value.Shape[isRows ? 0 : 1];
        var unit = Normalized(value, isRows ? 1 : 0);
        var cosines = Ops.MatMul(unit, unit, transposeA: !isRows, transposeB: isRows);
        var others = cosines * (1.0 - new Initializers.Identity().Create([size, size], value.DType));
        double pairs = size * (size - 1.0) / 2;
        return Sum(Ops.Abs(others)) * (Factor * 0.5) / pairs;
    }

    private Tensor Normalized(Tensor value, int axis)
    {
        var squares = Ops.Sum(Ops.Square(value), axis, keepDims: true);
        var inverse = Dialect == Dialect.Keras2
            ? Ops.Rsqrt(Ops.Maximum(squares, Scalars.Like(value, 1e-12)))
            : Ops.Minimum(Ops.Rsqrt(squares), Scalars.Like(value, 1e7));
        return value * inverse;
    }
}
