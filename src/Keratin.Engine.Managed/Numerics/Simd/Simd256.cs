using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
namespace Keratin.Engines.Managed.Numerics;

/// <summary>256 bits of float or double.</summary>
internal readonly unsafe struct Simd256<T>(Vector256<T> lanes) : ISimd<Simd256<T>, T>
    where T : unmanaged
{
    private readonly Vector256<T> v = lanes;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    public static int Registers
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.VL.IsSupported ? 32 : 16;
    }

    public static Simd256<T> Zero
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
    public static Simd256<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Constant(double value) => IsFloat
        ? new(Vector256.Create((float)value).As<float, T>())
        : new(Vector256.Create(value).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd256<T> value, T* target) => value.v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> LoadFirst(T* source, nint count)
    {
        if (count >= Count)
        {
            return Load(source);
        }

        return IsFloat
            ? new(Avx.MaskLoad((float*)source, FirstLanes(count).v.AsSingle()).As<float, T>())
            : new(Avx.MaskLoad((double*)source, FirstLanes(count).v.AsDouble()).As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Simd256<T> value, T* target, nint count)
    {
        if (count >= Count)
        {
            Store(value, target);
        }
        else if (IsFloat)
        {
            Avx.MaskStore((float*)target, FirstLanes(count).v.AsSingle(), value.v.AsSingle());
        }
        else
        {
            Avx.MaskStore((double*)target, FirstLanes(count).v.AsDouble(), value.v.AsDouble());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> FirstLanes(nint count) => IsFloat
        ? new(Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)count)).As<int, T>())
        : new(Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator +(Simd256<T> a, Simd256<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator -(Simd256<T> a, Simd256<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator *(Simd256<T> a, Simd256<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator /(Simd256<T> a, Simd256<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator -(Simd256<T> x) => new(-x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator &(Simd256<T> a, Simd256<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator |(Simd256<T> a, Simd256<T> b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator ^(Simd256<T> a, Simd256<T> b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> operator ~(Simd256<T> x) => new(~x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> MultiplyAdd(Simd256<T> a, Simd256<T> b, Simd256<T> c) => IsFloat
        ? new(Vector256.MultiplyAddEstimate(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>())
        : new(Vector256.MultiplyAddEstimate(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Min(Simd256<T> a, Simd256<T> b) => new(Vector256.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Max(Simd256<T> a, Simd256<T> b) => new(Vector256.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Abs(Simd256<T> x) => new(Vector256.Abs(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Sqrt(Simd256<T> x) => new(Vector256.Sqrt(x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Round(Simd256<T> x) => IsFloat
        ? new(Vector256.Round(x.v.AsSingle()).As<float, T>())
        : new(Vector256.Round(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Floor(Simd256<T> x) => IsFloat
        ? new(Vector256.Floor(x.v.AsSingle()).As<float, T>())
        : new(Vector256.Floor(x.v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> LessThan(Simd256<T> a, Simd256<T> b) => new(Vector256.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Equal(Simd256<T> a, Simd256<T> b) => new(Vector256.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Select(Simd256<T> mask, Simd256<T> a, Simd256<T> b) => new(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Simd256<T> mask) => mask.v.AsInt32() != Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Scale(Simd256<T> x, Simd256<T> n)
    {
        if (Avx512F.VL.IsSupported)
        {
            return IsFloat
                ? new(Avx512F.VL.Scale(x.v.AsSingle(), n.v.AsSingle()).As<float, T>())
                : new(Avx512F.VL.Scale(x.v.AsDouble(), n.v.AsDouble()).As<double, T>());
        }

        Simd256<T> half = Floor(n * Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256<T> Split(Simd256<T> x, out Simd256<T> exponent)
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
            Vector256<int> bits = x.v.AsInt32();
            Vector256<float> biased = ((bits >>> 23) | Vector256.Create(0x4B000000)).AsSingle();
            exponent = new((biased - Vector256.Create(8388608f + 127)).As<float, T>());
            return new(((bits & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F800000)).As<int, T>());
        }

        Vector256<long> wide = x.v.AsInt64();
        Vector256<double> shifted = ((wide >>> 52) | Vector256.Create(0x4330000000000000)).AsDouble();
        exponent = new((shifted - Vector256.Create(4503599627370496.0 + 1023)).As<double, T>());
        return new(((wide & Vector256.Create(0x000FFFFFFFFFFFFF)) | Vector256.Create(0x3FF0000000000000)).As<long, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Simd256<T> x) => Vector256.Sum(x.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Largest(Simd256<T> x) => Simd128<T>.Largest(new(Vector128.MaxNative(x.v.GetLower(), x.v.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Smallest(Simd256<T> x) => Simd128<T>.Smallest(new(Vector128.MinNative(x.v.GetLower(), x.v.GetUpper())));

    /// <summary>2ⁿ: adding 1.5 · 2^(mantissa bits) leaves n in the low bits, which then move to the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd256<T> PowerOfTwo(Simd256<T> n) => IsFloat
        ? new((((n.v.AsSingle() + Vector256.Create(12582912f)).AsInt32() + Vector256.Create(127)) << 23).As<int, T>())
        : new((((n.v.AsDouble() + Vector256.Create(6755399441055744.0)).AsInt64() + Vector256.Create(1023L)) << 52).As<long, T>());
}
