using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

// TensorFlow rounds every step of selu to the small float: near 0 the exponential is 1, so there all of it is 0.

internal readonly struct HalfSelu : IScalar<Half, Half>
{
    private static readonly Half s_scale = (Half)Selu.Scale, s_slope = (Half)(Selu.Scale * Selu.Alpha);

    public static Half Of(Half x) => x < Half.Zero ? s_slope * ((Half)MathF.Exp((float)x) - Half.One) : s_scale * x;
}

internal readonly struct BFloat16Selu : IScalar<BFloat16, BFloat16>
{
    private static readonly float s_scale = (BFloat16)(float)Selu.Scale, s_slope = (BFloat16)(float)(Selu.Scale * Selu.Alpha);

    public static BFloat16 Of(BFloat16 x) =>
        x < 0 ? (BFloat16)(s_slope * (float)(BFloat16)((float)(BFloat16)MathF.Exp(x) - 1)) : (BFloat16)(s_scale * x);
}
