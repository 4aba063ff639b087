using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
namespace Keratin.Engines.Managed.Numerics;

/// <summary>128 bits of float or double.</summary>
internal readonly unsafe struct Simd128<T>(Vector128<T> lanes) : ISimd<Simd128<T>, T>
    where T : unmanaged
{
    private readonly Vector128<T> v = lanes;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    public static int Registers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.VL.IsSupported || AdvSimd.IsSupported ? 32 : 16;
    }

    public static Simd128<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    private static bool IsFloat
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Create(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Constant(double value) => IsFloat
        ? new(Vector128.Create((float)value).As<float, T>())
        : new(Vector128.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd128<T> value, T* target) => value.v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> FirstLanes(nint count) => IsFloat
        ? new(Vector128.LessThan(Vector128<int>.Indices, Vector128.Create((int)count)).As<int, T>())
        : new(Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LoadFirst(T* source, nint count) => count >= Count ? Load(source) : LoadEach(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Simd128<T> value, T* target, nint count)
    {
        if (count >= Count)
        {
            Store(value, target);
        }
        else
        {
            StoreEach(value, target, count);
        }
    }

    private static Simd128<T> LoadEach(T* source, nint count)
    {
        Vector128<T> lanes = default;
        for (nint i = 0; i < count; i++)
        {
            ((T*)&lanes)[i] = source[i];
        }

        return new(lanes);
    }

    private static void StoreEach(Simd128<T> value, T* target, nint count)
    {
        Vector128<T> lanes = value.v;
        for (nint i = 0; i < count; i++)
        {
            target[i] = ((T*)&lanes)[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator +(Simd128<T> a, Simd128<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator -(Simd128<T> a, Simd128<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator *(Simd128<T> a, Simd128<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator /(Simd128<T> a, Simd128<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator -(Simd128<T> x) => new(-x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator &(Simd128<T> a, Simd128<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator |(Simd128<T> a, Simd128<T> b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator ^(Simd128<T> a, Simd128<T> b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> operator ~(Simd128<T> x) => new(~x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> MultiplyAdd(Simd128<T> a, Simd128<T> b, Simd128<T> c) => IsFloat
        ? new(Vector128.MultiplyAddEstimate(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>())
        : new(Vector128.MultiplyAddEstimate(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Min(Simd128<T> a, Simd128<T> b) => new(Vector128.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Max(Simd128<T> a, Simd128<T> b) => new(Vector128.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Abs(Simd128<T> x) => new(Vector128.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Sqrt(Simd128<T> x) => new(Vector128.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Round(Simd128<T> x) => IsFloat
        ? new(Vector128.Round(x.v.AsSingle()).As<float, T>())
        : new(Vector128.Round(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Floor(Simd128<T> x) => IsFloat
        ? new(Vector128.Floor(x.v.AsSingle()).As<float, T>())
        : new(Vector128.Floor(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> LessThan(Simd128<T> a, Simd128<T> b) => new(Vector128.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Equal(Simd128<T> a, Simd128<T> b) => new(Vector128.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Select(Simd128<T> mask, Simd128<T> a, Simd128<T> b) => new(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Simd128<T> mask) => mask.v.AsInt32() != Vector128<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Scale(Simd128<T> x, Simd128<T> n)
    {
        if (Avx512F.VL.IsSupported)
        {
            return IsFloat
                ? new(Avx512F.VL.Scale(x.v.AsSingle(), n.v.AsSingle()).As<float, T>())
                : new(Avx512F.VL.Scale(x.v.AsDouble(), n.v.AsDouble()).As<double, T>());
        }

        Simd128<T> half = Floor(n * Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128<T> Split(Simd128<T> x, out Simd128<T> exponent)
    {
        if (Avx512F.VL.IsSupported)
        {
            exponent = IsFloat
                ? new(Avx512F.VL.GetExponent(x.v.AsSingle()).As<float, T>())
                : new(Avx512F.VL.GetExponent(x.v.AsDouble()).As<double, T>());
            return IsFloat
                ? new(Avx512F.VL.GetMantissa(x.v.AsSingle(), 0).As<float, T>())
                : new(Avx512F.VL.GetMantissa(x.v.AsDouble(), 0).As<double, T>());
        }

        if (IsFloat)
        {
            Vector128<int> bits = x.v.AsInt32();
            Vector128<float> biased = ((bits >>> 23) | Vector128.Create(0x4B000000)).AsSingle();
            exponent = new((biased - Vector128.Create(8388608f + 127)).As<float, T>());
            return new(((bits & Vector128.Create(0x007FFFFF)) | Vector128.Create(0x3F800000)).As<int, T>());
        }

        Vector128<long> wide = x.v.AsInt64();
        Vector128<double> shifted = ((wide >>> 52) | Vector128.Create(0x4330000000000000)).AsDouble();
        exponent = new((shifted - Vector128.Create(4503599627370496.0 + 1023)).As<double, T>());
        return new(((wide & Vector128.Create(0x000FFFFFFFFFFFFF)) | Vector128.Create(0x3FF0000000000000)).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd128<T> x) => Vector128.Sum(x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest(Simd128<T> x) => FoldMax(x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Smallest(Simd128<T> x) => FoldMin(x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FoldMax(Vector128<T> x)
    {
        x = Vector128.MaxNative(x, Vector128.Create(x.GetUpper(), x.GetLower()));
        return IsFloat
            ? Vector128.MaxNative(x, Vector128.Shuffle(x.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>()).ToScalar()
            : x.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FoldMin(Vector128<T> x)
    {
        x = Vector128.MinNative(x, Vector128.Create(x.GetUpper(), x.GetLower()));
        return IsFloat
            ? Vector128.MinNative(x, Vector128.Shuffle(x.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>()).ToScalar()
            : x.ToScalar();
    }

    /// <summary>2ⁿ: adding 1.5 · 2^(mantissa bits) leaves n in the low bits, which then move to the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd128<T> PowerOfTwo(Simd128<T> n) => IsFloat
        ? new((((n.v.AsSingle() + Vector128.Create(12582912f)).AsInt32() + Vector128.Create(127)) << 23).As<int, T>())
        : new((((n.v.AsDouble() + Vector128.Create(6755399441055744.0)).AsInt64() + Vector128.Create(1023L)) << 52).As<long, T>());
}
