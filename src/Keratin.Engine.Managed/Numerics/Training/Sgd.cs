using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>As TensorFlow's ApplyGradientDescent: variable −= rate · gradient.</summary>
internal unsafe struct Sgd<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Gradient;
    public double Rate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T> =>
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - (V.Constant(Rate) * V.LoadFirst(Gradient + i, lanes)), Variable + i, lanes);
}

/// <summary>As ApplyMomentum: accumulator = momentum · accumulator + gradient; variable −= rate · accumulator, or, by Nesterov, rate · (gradient + momentum · accumulator).</summary>
internal unsafe struct Momentum<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Accumulator;
    public T* Gradient;
    public double Rate;
    public double Factor;
    public bool Nesterov;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), factor = V.Constant(Factor), rate = V.Constant(Rate);
        V sum = V.MultiplyAdd(V.LoadFirst(Accumulator + i, lanes), factor, gradient);
        V.StoreFirst(sum, Accumulator + i, lanes);
        V step = Nesterov ? V.MultiplyAdd(sum, factor, gradient) : sum;
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - (rate * step), Variable + i, lanes);
    }
}

/// <summary>As ApplyKerasMomentum: accumulator = momentum · accumulator − rate · gradient; variable += accumulator, or, by Nesterov, momentum · accumulator − rate · gradient.</summary>
internal unsafe struct KerasMomentum<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Accumulator;
    public T* Gradient;
    public double Rate;
    public double Factor;
    public bool Nesterov;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V factor = V.Constant(Factor), step = V.Constant(Rate) * V.LoadFirst(Gradient + i, lanes);
        V sum = (V.LoadFirst(Accumulator + i, lanes) * factor) - step;
        V.StoreFirst(sum, Accumulator + i, lanes);
        V change = Nesterov ? (sum * factor) - step : sum;
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) + change, Variable + i, lanes);
    }
}
