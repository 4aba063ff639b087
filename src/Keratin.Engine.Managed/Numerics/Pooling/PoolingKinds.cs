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

/// <summary>The largest number, the type's lowest at least; a NaN counts for nothing. So does TensorFlow's.</summary>
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
        where T : unmanaged => V.Constant(typeof(T) == typeof(float) ? float.MinValue : double.MinValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<V, T>(V result, V x)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Max(x, result);
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
