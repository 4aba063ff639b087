using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// As TensorFlow's ApplyAdadelta: s = ρ s + (1 − ρ) g²; step = √(u + ε) / √(s + ε) · g; variable −= rate · step; u = ρ u + (1 − ρ) step².
/// </summary>
internal unsafe struct Adadelta<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* MeanSquare;
    public T* MeanStep;
    public T* Gradient;
    public double Rate;
    public double Rho;
    public double Epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), rho = V.Constant(Rho), rest = V.Constant(1 - Rho), epsilon = V.Constant(Epsilon);
        V square = (V.LoadFirst(MeanSquare + i, lanes) * rho) + (gradient * gradient * rest);
        V.StoreFirst(square, MeanSquare + i, lanes);
        V mean = V.LoadFirst(MeanStep + i, lanes);
        V step = V.Sqrt(mean + epsilon) / V.Sqrt(square + epsilon) * gradient;
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - (step * V.Constant(Rate)), Variable + i, lanes);
        V.StoreFirst((mean * rho) + (step * step * rest), MeanStep + i, lanes);
    }
}

/// <summary>As ApplyAdaMax: m += (g − m)(1 − β₁); v = max(β₂ v, |g|); variable −= rate / (1 − β₁ᵗ) · m / (v + ε).</summary>
internal unsafe struct AdaMax<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* First;
    public T* Largest;
    public T* Gradient;

    /// <summary>rate / (1 − β₁ᵗ).</summary>
    public double Rate;

    public double Beta1;
    public double Beta2;
    public double Epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), m = V.LoadFirst(First + i, lanes);
        m = V.MultiplyAdd(gradient - m, V.Constant(1 - Beta1), m);
        V.StoreFirst(m, First + i, lanes);
        V largest = V.Max(V.LoadFirst(Largest + i, lanes) * V.Constant(Beta2), V.Abs(gradient));
        V.StoreFirst(largest, Largest + i, lanes);
        V step = V.Constant(Rate) * (m / (largest + V.Constant(Epsilon)));
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - step, Variable + i, lanes);
    }
}

/// <summary>
/// As ApplyAddSign: m = β m + (1 − β) g; variable −= rate (α + decay · sign g · sign m) g. As ApplyPowerSign where
/// <see cref="Power"/>: the factor is e^(α · decay · sign g · sign m), α being the logarithm of the base.
/// </summary>
internal unsafe struct SignUpdate<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Moment;
    public T* Gradient;
    public double Rate;
    public double Alpha;
    public double Decay;
    public double Beta;
    public bool Power;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes);
        V moment = (V.LoadFirst(Moment + i, lanes) * V.Constant(Beta)) + (gradient * V.Constant(1 - Beta));
        V.StoreFirst(moment, Moment + i, lanes);
        V agreement = V.Constant(Decay) * Proximal.Sign<V, T>(gradient) * Proximal.Sign<V, T>(moment);
        V factor = Power ? Exp.Of<V, T>(V.Constant(Alpha) * agreement) : V.Constant(Alpha) + agreement;
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - (V.Constant(Rate) * factor * gradient), Variable + i, lanes);
    }
}
