using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>x + y.</summary>
internal readonly struct Add : IFunction2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x, V y)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x + y;
}

/// <summary>x · y.</summary>
internal readonly struct Multiply : IFunction2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x, V y)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x * y;
}

/// <summary>x ÷ y.</summary>
internal readonly struct Divide : IFunction2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V, T>(V x, V y)
        where V : struct, ISimd<V, T>
        where T : unmanaged => x / y;
}
