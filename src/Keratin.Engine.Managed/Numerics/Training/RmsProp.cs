using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// As TensorFlow's ApplyRMSProp, and ApplyCenteredRMSProp where <see cref="MeanGradient"/> is not null:
/// s += (g² − s)(1 − ρ); moment = momentum · moment + rate · g / √(s + ε); variable −= moment; centred, s less the square of the mean gradient.
/// </summary>
internal unsafe struct RmsProp<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* MeanSquare;
    public T* MeanGradient;
    public T* Moment;
    public T* Gradient;
    public double Rate;
    public double Rho;
    public double Momentum;
    public double Epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), s = V.LoadFirst(MeanSquare + i, lanes), share = V.Constant(1 - Rho);
        s = V.MultiplyAdd((gradient * gradient) - s, share, s);
        V.StoreFirst(s, MeanSquare + i, lanes);
        V denominator = s + V.Constant(Epsilon);
        if (MeanGradient != null)
        {
            V mean = V.LoadFirst(MeanGradient + i, lanes);
            mean = V.MultiplyAdd(gradient - mean, share, mean);
            V.StoreFirst(mean, MeanGradient + i, lanes);
            denominator -= mean * mean;
        }

        V step = V.Constant(Rate) * gradient / V.Sqrt(denominator);
        V moment = V.MultiplyAdd(V.LoadFirst(Moment + i, lanes), V.Constant(Momentum), step);
        V.StoreFirst(moment, Moment + i, lanes);
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - moment, Variable + i, lanes);
    }
}

/// <summary>As ApplyAdagradV2: accumulator += g², unless it is frozen; variable −= rate · g / (√accumulator + ε).</summary>
internal unsafe struct Adagrad<T> : IUpdateRule<T>
    where T : unmanaged
{
    public T* Variable;
    public T* Accumulator;
    public T* Gradient;
    public double Rate;
    public double Epsilon;
    public bool Frozen;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step<V>(nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V gradient = V.LoadFirst(Gradient + i, lanes), sum = V.LoadFirst(Accumulator + i, lanes);
        if (!Frozen)
        {
            sum = V.MultiplyAdd(gradient, gradient, sum);
            V.StoreFirst(sum, Accumulator + i, lanes);
        }

        V step = V.Constant(Rate) * gradient / (V.Sqrt(sum) + V.Constant(Epsilon));
        V.StoreFirst(V.LoadFirst(Variable + i, lanes) - step, Variable + i, lanes);
    }
}
