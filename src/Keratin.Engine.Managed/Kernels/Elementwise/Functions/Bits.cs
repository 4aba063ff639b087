using System.Numerics;

namespace Keratin.Engines.Managed.Kernels.Functions;

internal readonly struct BitwiseAnd : IIntegerFunction2
{
    public static bool HasVectors => true;
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x & y;
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => x & y;
}

internal readonly struct BitwiseOr : IIntegerFunction2
{
    public static bool HasVectors => true;
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x | y;
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => x | y;
}

internal readonly struct BitwiseXor : IIntegerFunction2
{
    public static bool HasVectors => true;
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x ^ y;
    public static Vector<T> OfVector<T>(Vector<T> x, Vector<T> y) where T : unmanaged => x ^ y;
}

/// <summary>The distance is kept below the width, as TensorFlow does.</summary>
internal readonly struct ShiftLeft : IIntegerFunction2
{
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x << Distance(x, y);

    internal static unsafe int Distance<T>(T x, T y) where T : unmanaged, IBinaryInteger<T> => Math.Clamp(int.CreateSaturating(y), 0, (8 * sizeof(T)) - 1);
}

internal readonly struct ShiftRight : IIntegerFunction2
{
    public static T OfInteger<T>(T x, T y) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => x >> ShiftLeft.Distance(x, y);
}

internal readonly struct Complement : IIntegerFunction
{
    public static T OfInteger<T>(T x) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => ~x;
}
