using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// As TensorFlow's ApplyAdam, and ApplyAdamWithAmsgrad where <see cref="MaxSecond"/> is not null:
/// m += (g − m)(1 − β₁); v += (g² − v)(1 − β₂); variable −= rate · m / (√v + ε), or, by Nesterov, with m β₁ + (1 − β₁) g for m.
/// </summary>
internal unsafe struct Adam<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* First;
    public T* Second;

    /// <summary>The largest v so far, or null.</summary>
    public T* MaxSecond;

    public T* Gradient;

    /// <summary>The rate corrected for the step's number: see <see cref="CorrectedRate"/>.</summary>
    public double Rate;

    public double Beta1;
    public double Beta2;
    public double Epsilon;
    public bool Nesterov;

    /// <summary>rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ), from the powers βᵗ.</summary>
    public static double CorrectedRate(double rate, double beta1Power, double beta2Power) => rate * Math.Sqrt(1 - beta2Power) / (1 - beta1Power);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), m = V.LoadFirst(First + i, lanes), v = V.LoadFirst(Second + i, lanes);
        m = V.MultiplyAdd(gradient - m, V.Constant(1 - Beta1), m);
        v = V.MultiplyAdd((gradient * gradient) - v, V.Constant(1 - Beta2), v);
        V.StoreFirst(m, First + i, lanes);
        V.StoreFirst(v, Second + i, lanes);
        if (MaxSecond != null)
        {
            v = V.Max(v, V.LoadFirst(MaxSecond + i, lanes));
            V.StoreFirst(v, MaxSecond + i, lanes);
        }

        if (Nesterov)
        {
            m = V.MultiplyAdd(m, V.Constant(Beta1), V.Constant(1 - Beta1) * gradient);
        }

        V step = V.Constant(Rate) * m / (V.Sqrt(v) + V.Constant(Epsilon));
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - step, Variable + i, lanes);
    }
}
