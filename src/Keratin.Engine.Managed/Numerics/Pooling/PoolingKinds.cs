using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>How a window becomes one number.</summary>
internal interface IPoolingKind
{
    static abstract bool IsMax { get; }

    static abstract V Start<V, T>()
        where V : struct, ISimd<V, T>
        where T : unmanaged;

    static abstract V Step<V, T>(V result, V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged;
}

/// <summary>The largest number.</summary>
internal readonly struct MaxPooling : IPoolingKind
{
    public static bool IsMax
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Start<V, T>()
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Constant(double.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<V, T>(V result, V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Max(result, x);
}

/// <summary>The mean of the numbers that are not padding.</summary>
internal readonly struct AveragePooling : IPoolingKind
{
    public static bool IsMax
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Start<V, T>()
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<V, T>(V result, V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => result + x;
}
