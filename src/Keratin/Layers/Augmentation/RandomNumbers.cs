namespace Keratin.Layers;

/// <summary>Random numbers that are made of others (<c>keras.random.gamma</c>, <c>beta</c>, <c>shuffle</c>).</summary>
internal static class RandomNumbers
{
    /// <summary>Gamma-distributed numbers of a shape.</summary>
    public static Tensor Gamma(Tensor shape, Tensor alpha, Tensor seed) =>
        Ops.Maximum(Ops.StatelessRandomGammaV2(shape, seed, Ops.BroadcastTo(alpha, shape)), Scalars.Like(alpha, alpha.DType == DType.Float64 ? 2.2250738585072014e-308 : 1.17549435e-38));

    /// <summary>Beta-distributed numbers of a shape, both parameters alike.</summary>
    public static Tensor Beta(Tensor shape, Tensor alpha, SeedGenerator random)
    {
        var seed = random.Next();
        // The second seed is Keras's own.
        Tensor a = Gamma(shape, alpha, seed), b = Gamma(shape, alpha, seed + Tensor.Scalar(12L));
        return a / (a + b);
    }

    /// <summary>The numbers below a count, shuffled.</summary>
    public static Tensor Order(Tensor count, SeedGenerator random)
    {
        var keys = Ops.StatelessRandomUniform(Sizing.Shape(count), random.Next());
        return Ops.TopKV2(-keys, count).Indices;
    }
}
