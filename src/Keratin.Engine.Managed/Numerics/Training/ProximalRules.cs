using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>What rules with L1 and L2 regularisation have in common.</summary>
internal static class Proximal
{
    /// <summary>−1, 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sign<V, T>(V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged =>
        V.Select(V.LessThan(V.Zero, x), V.Constant(1), V.Select(V.LessThan(x, V.Zero), V.Constant(-1), V.Zero));

    /// <summary>x moved towards 0 by <paramref name="amount"/>, but not beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Shrink<V, T>(V x, V amount)
        where V : struct, ISimd<V, T>
        where T : unmanaged => Sign<V, T>(x) * V.Max(V.Abs(x) - amount, V.Zero);
}

/// <summary>
/// As TensorFlow's ApplyProximalAdagrad: accumulator += g²; r = rate / √accumulator; variable = shrink(variable − r g, r l₁) / (1 + r l₂).
/// As ApplyProximalGradientDescent where <see cref="Accumulator"/> is null: r = rate.
/// </summary>
internal unsafe struct ProximalUpdate<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Accumulator;
    public T* Gradient;
    public double Rate;
    public double L1;
    public double L2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), rate = V.Constant(Rate);
        if (Accumulator != null)
        {
            V sum = V.MultiplyAdd(gradient, gradient, V.LoadFirst(Accumulator + i, lanes));
            V.StoreFirst(sum, Accumulator + i, lanes);
            rate /= V.Sqrt(sum);
        }

        V moved = V.LoadFirst(Variable + i, lanes) - (gradient * rate);
        V shrunk = Proximal.Shrink<V, T>(moved, rate * V.Constant(L1));
        V.StoreFirst(shrunk / (V.Constant(1) + (rate * V.Constant(L2))), Variable + i, lanes);
    }
}

/// <summary>As ApplyAdagradDA: a += g; s += g²; variable = −rate · shrink(a, l₁ t) / (l₂ t rate + √s) at step t.</summary>
internal unsafe struct AdagradDualAveraging<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Sum;
    public T* SumOfSquares;
    public T* Gradient;
    public double Rate;
    public double L1;
    public double L2;
    public double Steps;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes);
        V sum = V.LoadFirst(Sum + i, lanes) + gradient;
        V squares = V.MultiplyAdd(gradient, gradient, V.LoadFirst(SumOfSquares + i, lanes));
        V.StoreFirst(sum, Sum + i, lanes);
        V.StoreFirst(squares, SumOfSquares + i, lanes);
        V shrunk = Proximal.Shrink<V, T>(sum, V.Constant(L1 * Steps));
        V.StoreFirst(V.Constant(-Rate) * shrunk / (V.Constant(L2 * Steps * Rate) + V.Sqrt(squares)), Variable + i, lanes);
    }
}

/// <summary>
/// As ApplyFtrl and ApplyFtrlV2: s = accumulator + g²; linear += g + 2 shrinkage · variable − (sᵖ − accumulatorᵖ) / rate · variable;
/// variable = (l₁ sign linear − linear) / (sᵖ / rate + 2 l₂) where |linear| > l₁, else 0; p = −power.
/// With <see cref="LinearByRate"/> the slot holds rate · linear.
/// </summary>
internal unsafe struct Ftrl<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Accumulator;
    public T* Linear;
    public T* Gradient;
    public double Rate;
    public double L1;
    public double L2;
    public double Shrinkage;
    public double Power;
    public bool LinearByRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), variable = V.LoadFirst(Variable + i, lanes), before = V.LoadFirst(Accumulator + i, lanes);
        V sum = V.MultiplyAdd(gradient, gradient, before), power = PowerOf<V>(sum);
        V.StoreFirst(sum, Accumulator + i, lanes);
        V shrunk = gradient + (V.Constant(2 * Shrinkage) * variable);
        V change = (power - PowerOf<V>(before)) * variable;
        V linear = V.LoadFirst(Linear + i, lanes) + (LinearByRate ? (shrunk * V.Constant(Rate)) - change : shrunk - (change / V.Constant(Rate)));
        V.StoreFirst(linear, Linear + i, lanes);
        V threshold = V.Constant(LinearByRate ? L1 * Rate : L1);
        V divisor = LinearByRate ? power + V.Constant(2 * L2 * Rate) : (power / V.Constant(Rate)) + V.Constant(2 * L2);
        V.StoreFirst(-Proximal.Shrink<V, T>(linear, threshold) / divisor, Variable + i, lanes);
    }

    private readonly V PowerOf<V>(V x)
        where V : struct, ISimd<V, T> => Power == -0.5 ? V.Sqrt(x) : Exp.Of<V, T>(V.Constant(-Power) * Log.Of<V, T>(x));
}
