using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
namespace Keratin.Engines.Managed.Numerics;

/// <summary>512 bits of float or double.</summary>
internal readonly unsafe struct Simd512<T>(Vector512<T> lanes) : ISimd<Simd512<T>, T>
    where T : unmanaged
{
    private readonly Vector512<T> v = lanes;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    public static int Registers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 32;
    }

    public static Simd512<T> Zero
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
    public static Simd512<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Constant(double value) => IsFloat
        ? new(Vector512.Create((float)value).As<float, T>())
        : new(Vector512.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd512<T> value, T* target) => value.v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> LoadFirst(T* source, nint count)
    {
        if (count >= Count)
        {
            return Load(source);
        }

        return IsFloat
            ? new(Avx512F.MaskLoad((float*)source, FirstLanes(count).v.AsSingle(), Vector512<float>.Zero).As<float, T>())
            : new(Avx512F.MaskLoad((double*)source, FirstLanes(count).v.AsDouble(), Vector512<double>.Zero).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Simd512<T> value, T* target, nint count)
    {
        if (count >= Count)
        {
            Store(value, target);
        }
        else if (IsFloat)
        {
            Avx512F.MaskStore((float*)target, FirstLanes(count).v.AsSingle(), value.v.AsSingle());
        }
        else
        {
            Avx512F.MaskStore((double*)target, FirstLanes(count).v.AsDouble(), value.v.AsDouble());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> FirstLanes(nint count) => IsFloat
        ? new(Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)count)).As<int, T>())
        : new(Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator +(Simd512<T> a, Simd512<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator -(Simd512<T> a, Simd512<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator *(Simd512<T> a, Simd512<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator /(Simd512<T> a, Simd512<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator -(Simd512<T> x) => new(-x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator &(Simd512<T> a, Simd512<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator |(Simd512<T> a, Simd512<T> b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator ^(Simd512<T> a, Simd512<T> b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> operator ~(Simd512<T> x) => new(~x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> MultiplyAdd(Simd512<T> a, Simd512<T> b, Simd512<T> c) => IsFloat
        ? new(Vector512.MultiplyAddEstimate(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Min(Simd512<T> a, Simd512<T> b) => new(Vector512.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Max(Simd512<T> a, Simd512<T> b) => new(Vector512.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Abs(Simd512<T> x) => new(Vector512.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Sqrt(Simd512<T> x) => new(Vector512.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Round(Simd512<T> x) => IsFloat
        ? new(Vector512.Round(x.v.AsSingle()).As<float, T>())
        : new(Vector512.Round(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Floor(Simd512<T> x) => IsFloat
        ? new(Vector512.Floor(x.v.AsSingle()).As<float, T>())
        : new(Vector512.Floor(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> LessThan(Simd512<T> a, Simd512<T> b) => new(Vector512.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Equal(Simd512<T> a, Simd512<T> b) => new(Vector512.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Select(Simd512<T> mask, Simd512<T> a, Simd512<T> b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Simd512<T> mask) => mask.v.AsInt32() != Vector512<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Scale(Simd512<T> x, Simd512<T> n)
    {
        if (Avx512F.IsSupported)
        {
            return IsFloat
                ? new(Avx512F.Scale(x.v.AsSingle(), n.v.AsSingle()).As<float, T>())
                : new(Avx512F.Scale(x.v.AsDouble(), n.v.AsDouble()).As<double, T>());
        }

        Simd512<T> half = Floor(n * Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512<T> Split(Simd512<T> x, out Simd512<T> exponent)
    {
        if (Avx512F.IsSupported)
        {
            exponent = IsFloat
                ? new(Avx512F.GetExponent(x.v.AsSingle()).As<float, T>())
                : new(Avx512F.GetExponent(x.v.AsDouble()).As<double, T>());
            return IsFloat
                ? new(Avx512F.GetMantissa(x.v.AsSingle(), 0).As<float, T>())
                : new(Avx512F.GetMantissa(x.v.AsDouble(), 0).As<double, T>());
        }

        if (IsFloat)
        {
            Vector512<int> bits = x.v.AsInt32();
            Vector512<float> biased = ((bits >>> 23) | Vector512.Create(0x4B000000)).AsSingle();
            exponent = new((biased - Vector512.Create(8388608f + 127)).As<float, T>());
            return new(((bits & Vector512.Create(0x007FFFFF)) | Vector512.Create(0x3F800000)).As<int, T>());
        }

        Vector512<long> wide = x.v.AsInt64();
        Vector512<double> shifted = ((wide >>> 52) | Vector512.Create(0x4330000000000000)).AsDouble();
        exponent = new((shifted - Vector512.Create(4503599627370496.0 + 1023)).As<double, T>());
        return new(((wide & Vector512.Create(0x000FFFFFFFFFFFFF)) | Vector512.Create(0x3FF0000000000000)).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd512<T> x) => Vector512.Sum(x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest(Simd512<T> x) => Simd256<T>.Largest(new(Vector256.MaxNative(x.v.GetLower(), x.v.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Smallest(Simd512<T> x) => Simd256<T>.Smallest(new(Vector256.MinNative(x.v.GetLower(), x.v.GetUpper())));

    /// <summary>2ⁿ: adding 1.5 · 2^(mantissa bits) leaves n in the low bits, which then move to the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd512<T> PowerOfTwo(Simd512<T> n) => IsFloat
        ? new((((n.v.AsSingle() + Vector512.Create(12582912f)).AsInt32() + Vector512.Create(127)) << 23).As<int, T>())
        : new((((n.v.AsDouble() + Vector512.Create(6755399441055744.0)).AsInt64() + Vector512.Create(1023L)) << 52).As<long, T>());
}
