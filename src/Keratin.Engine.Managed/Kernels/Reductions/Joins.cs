using System.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>How two numbers become one, for types that are reduced one number at a time.</summary>
internal interface IJoin<T>
{
    static abstract T Identity { get; }

    static abstract T Of(T x, T y);
}

internal readonly struct JoinSum<T> : IJoin<T> where T : INumberBase<T>
{
    public static T Identity => T.Zero;
    public static T Of(T x, T y) => x + y;
}

internal readonly struct JoinProduct<T> : IJoin<T> where T : INumberBase<T>
{
    public static T Identity => T.One;
    public static T Of(T x, T y) => x * y;
}

internal readonly struct JoinMax<T> : IJoin<T> where T : INumber<T>, IMinMaxValue<T>
{
    public static T Identity => T.MinValue;
    public static T Of(T x, T y) => T.Max(x, y);
}

internal readonly struct JoinMin<T> : IJoin<T> where T : INumber<T>, IMinMaxValue<T>
{
    public static T Identity => T.MaxValue;
    public static T Of(T x, T y) => T.Min(x, y);
}

/// <summary>All of some bools: bytes of 0 or 1.</summary>
internal readonly struct JoinAnd : IJoin<byte>
{
    public static byte Identity => 1;
    public static byte Of(byte x, byte y) => (byte)(x & y);
}

/// <summary>Any of some bools: bytes of 0 or 1.</summary>
internal readonly struct JoinOr : IJoin<byte>
{
    public static byte Identity => 0;
    public static byte Of(byte x, byte y) => (byte)(x | y);
}

/// <summary>Reduces the middle axis of an array one number at a time; threads share the outer axis.</summary>
internal static unsafe class ScalarReduction<T, TJoin> where T : unmanaged where TJoin : struct, IJoin<T>
{
    private const int Grain = 16 * 1024;

    public static void Reduce(void* x, ReductionPass pass, void* y) =>
        WorkerPool.For(pass.Outer, (int)Math.Clamp(Grain / Math.Max(1, (long)pass.Axis * pass.Inner), 1, Grain), new Body((T*)x, pass, (T*)y));

    private readonly struct Body(T* x, ReductionPass pass, T* y) : IParallelBody
    {
        public void Run(int start, int end)
        {
            nint axis = pass.Axis, inner = pass.Inner;
            for (nint o = start; o < end; o++)
            {
                T* from = x + (o * axis * inner), to = y + (o * inner);
                if (inner == 1)
                {
                    T result = TJoin.Identity;
                    for (nint i = 0; i < axis; i++) result = TJoin.Of(result, from[i]);
                    *to = result;
                    continue;
                }
                for (nint j = 0; j < inner; j++) to[j] = TJoin.Identity;
                for (nint i = 0; i < axis; i++, from += inner)
                    for (nint j = 0; j < inner; j++) to[j] = TJoin.Of(to[j], from[j]);
            }
        }
    }
}
