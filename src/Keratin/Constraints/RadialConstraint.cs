using Keratin.Serialization;

namespace Keratin.Constraints;

/// <summary>
/// Makes the kernels of a 2-D convolution the same in all directions: every ring around the centre takes a value of the diagonal
/// (<c>keras.constraints.RadialConstraint</c>, Keras 2). Kernels (size, size, channels, filters).
/// </summary>
[KerasObject("RadialConstraint")]
public sealed partial class RadialConstraint : Constraint
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor weight)
    {
        if (weight.Rank != 4 || weight.Shape[0] != weight.Shape[1] || weight.Shape[0] < 1)
            throw new ArgumentException($"A radial constraint is for kernels (size, size, channels, filters); the weight's shape is {weight.Shape}.", nameof(weight));
        int size = (int)weight.Shape[0];
        var sources = new int[size * size];
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++) sources[row * size + column] = Diagonal(Math.Max(Ring(row, size), Ring(column, size)), size) * (size + 1);
        var shape = Array.ConvertAll(weight.Shape.ToArray(), static dim => (int)dim);
        var pixels = Ops.Reshape(weight, new[] { size * size, shape[2] * shape[3] });
        return Ops.Reshape(Ops.GatherV2(pixels, sources, 0), shape);
    }

    /// <summary>How many rings lie within that of a row or column.</summary>
    private static int Ring(int place, int size) => Math.Abs(2 * place - (size - 1)) / 2;

    /// <summary>The place on the diagonal from which a ring takes its value. Keras 2 begins one before the centre and then goes on from it.</summary>
    private static int Diagonal(int ring, int size) => ring == 0 ? Math.Max(size / 2 - 1, 0) : size / 2 + ring - size % 2;
}
