using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The error function.</summary>
/// <remarks>Within 1, x times a polynomial in x²; beyond, 1 − exp(p(|x|)), where p approximates log(1 − erf).</remarks>
internal readonly struct Erf : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        V sign = x & V.Constant(-0.0);
        V size = x ^ sign;
        V one = V.Constant(1);
        V far = one - Exp.Of<V, T>(LogOfComplement<V, T>(V.Min(V.Constant(typeof(T) == typeof(float) ? 4 : 6), size)));
        return V.Select(V.LessThan(size, one), x * Near<V, T>(x * x), far | sign);
    }

    /// <summary>erf(x) / x for x² = z up to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V, T>(V z)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            V sum = Simd.Horner<V, T>(
                V.Constant(-9.64151968129126443e-6), z, 1.12569491693365392e-4, -8.4828290187171164e-4, 5.22094544464822897e-3, -2.68654000462879332e-2);
            return Simd.Horner<V, T>(sum, z, 0.112837819741747014, -0.376126384346553851, 1.12837916705802272);
        }
        else
        {
            V sum = Simd.Horner<V, T>(
                V.Constant(5.94525998273101878e-11), z, -1.13656648950741315e-9, 1.4657879561892726e-8, -1.63500251806093195e-7, 1.64609728130544441e-6);
            sum = Simd.Horner<V, T>(sum, z, -1.49255935066441755e-5, 1.20553310368894841e-4, -8.5483269787419291e-4, 5.22397762478086192e-3);
            sum = Simd.Horner<V, T>(sum, z, -2.68661706450728944e-2, 0.112837916709548575, -0.376126389031837476);
            return Simd.Horner<V, T>(sum, z, 1.12837916709551257);
        }
    }

    /// <summary>log(1 − erf(t)) for t from 1 to where erf rounds to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOfComplement<V, T>(V t)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            V sum = Simd.Horner<V, T>(
                V.Constant(-1.77192171221431576e-5), t, 3.89688491975732743e-4, -3.92520166967100792e-3, 2.43938061021769306e-2, -0.107034707603636942);
            return Simd.Horner<V, T>(sum, t, -0.634592330586257673, -1.12884166470429533, 2.26152082809886147e-5);
        }
        else
        {
            V u = t - V.Constant(2);
            V sum = Simd.Horner<V, T>(
                V.Constant(2.24895198247736746e-14), u, -3.45748824564512008e-13, 2.41811772977239622e-12, -1.04245916620150598e-11, 2.99493320602032393e-11);
            sum = Simd.Horner<V, T>(sum, u, -3.59214644083942389e-11, -2.5651641013081841e-10, 2.51955784529417702e-9, -1.39769808699924792e-8);
            sum = Simd.Horner<V, T>(sum, u, 5.78212203862602402e-8, -1.73179209381262027e-7, 2.03628106701291977e-7, 1.95217846379961917e-6);
            sum = Simd.Horner<V, T>(sum, u, -2.07064289631827201e-5, 1.35309339602049633e-4, -7.32399385818836157e-4, 3.57075634548529203e-3);
            return Simd.Horner<V, T>(sum, u, -1.64651181369291866e-2, -0.923750841823777411, -4.41816080599441424, -5.36494126461663758);
        }
    }
}
