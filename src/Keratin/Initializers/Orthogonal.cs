using System.Numerics.Tensors;
using Keratin.Serialization;

namespace Keratin.Initializers;

/// <summary>
/// A random matrix with orthonormal rows or columns, whichever are fewer, times a gain; a kernel of more axes is taken as a
/// matrix of its last axis by all others (<c>keras.initializers.Orthogonal</c>).
/// </summary>
/// <param name="gain">The factor.</param>
/// <param name="seed">The seed; null has one chosen.</param>
[KerasObject("Orthogonal", "OrthogonalInitializer")]
public sealed partial class Orthogonal(double gain = 1, InitializerSeed seed = default) : RandomInitializer(seed)
{
    /// <summary>The factor.</summary>
    [Config]
    public double Gain { get; } = gain;

    /// <inheritdoc/>
    public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
    {
        if (shape.Rank < 2) throw new ArgumentException($"The Orthogonal initializer needs a weight of two axes or more; its shape is {shape}.", nameof(shape));
        int rows = checked((int)shape[..^1].ElementCount), columns = (int)shape[^1];
        int length = Math.Max(rows, columns), count = Math.Min(rows, columns);
        double[] draws = HostTensor.ToDoubles(Draws.Normal([length, count], dtype, 0, 1, NextSeeds()));

        // Vectors lie one after the other: the columns of the drawn matrix.
        var vectors = new double[draws.Length];
        for (int i = 0; i < length; i++)
            for (int j = 0; j < count; j++) vectors[j * length + i] = draws[i * count + j];
        Orthonormalize(vectors, length, count);

        var result = draws;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) result[i * columns + j] = Gain * (rows < columns ? vectors[i * length + j] : vectors[j * length + i]);
        return HostTensor.From(result, shape, dtype);
    }

    /// <summary>
    /// Gram and Schmidt's process, each vector cleared twice of those before it, which is as exact as a QR decomposition by
    /// reflections. It gives the decomposition whose R has a positive diagonal: the one Keras makes by changing signs.
    /// </summary>
    private static void Orthonormalize(double[] vectors, int length, int count)
    {
        for (int j = 0; j < count; j++)
        {
            var vector = vectors.AsSpan(j * length, length);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < j; k++)
                {
                    var other = vectors.AsSpan(k * length, length);
                    TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(vector, other), vector, vector);
                }
            }

            double norm = TensorPrimitives.Norm<double>(vector);
            if (norm > 0) TensorPrimitives.Divide(vector, norm, vector);
        }
    }
}
