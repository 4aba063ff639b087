using System.Numerics;
using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Turns contiguous elements of one dtype into those of another.</summary>
internal unsafe delegate void Conversion(void* source, void* target, nint count);

/// <summary>
/// Conversions between any two dtypes of numbers, with the results of C++ on x86: fractions are cut off, integers wrap around, of complex numbers the
/// real part remains. Ten core types are converted directly; each of the others has a neighbour by way of which it reaches the rest.
/// </summary>
internal static unsafe class Conversions
{
    /// <summary>The conversion, or null if one of the types has no numbers.</summary>
    public static Conversion? Find(DType from, DType to)
    {
        if (from == to) return from.Size() > 0 ? Copy(from.Size()) : null;
        List<DType> up = PathToCore(from), down = PathToCore(to);
        if (to == DType.Bool) down = [to];
        int meeting = up.FindIndex(down.Contains);
        if (meeting >= 0)
        {
            up.RemoveRange(meeting + 1, up.Count - meeting - 1);
            down.RemoveRange(down.IndexOf(up[^1]), down.Count - down.IndexOf(up[^1]));
        }
        down.Reverse();
        up.AddRange(down);
        var steps = new Conversion[up.Count - 1];
        for (int i = 0; i < steps.Length; i++)
        {
            if (NarrowConversions.Find(up[i], up[i + 1]) is not { } step) return null;
            steps[i] = step;
        }
        return steps.Length == 1 ? steps[0] : new Chain(steps, [.. up.ConvertAll(static type => type.Size())]).Run;
    }

    /// <summary>The types by way of which a type is converted to a core type; that is the last of them.</summary>
    private static List<DType> PathToCore(DType type)
    {
        var path = new List<DType> { type };
        for (; Neighbour(type) is { } next; type = next) path.Add(next);
        return path;
    }

    private static DType? Neighbour(DType type) => type switch
    {
        DType.Half or DType.BFloat16 or (>= DType.Float8E5M2 and <= DType.Float8E5M2FNUZ) => DType.Float32,
        DType.Complex64 => DType.Complex128,
        DType.Complex128 => DType.Float64,
        DType.Bool or DType.UInt4 or DType.UInt2 => DType.UInt8,
        DType.Int4 or DType.Int2 => DType.Int8,
        _ => null,
    };

    internal static Conversion Copy(int size) => (source, target, count) => Buffer.MemoryCopy(source, target, count * size, count * size);

    /// <summary>A conversion between core types, or from one to bool.</summary>
    internal static Conversion? Core(DType from, DType to) => from switch
    {
        DType.Float32 => FromFloat<float>(to),
        DType.Float64 => FromFloat<double>(to),
        DType.Int8 => FromInteger<sbyte>(to),
        DType.Int16 => FromInteger<short>(to),
        DType.Int32 => FromInteger<int>(to),
        DType.Int64 => FromInteger<long>(to),
        DType.UInt8 => FromInteger<byte>(to),
        DType.UInt16 => FromInteger<ushort>(to),
        DType.UInt32 => FromInteger<uint>(to),
        DType.UInt64 => FromInteger<ulong>(to),
        _ => null,
    };

    private static Conversion? FromFloat<T>(DType to) where T : unmanaged, IFloatingPointIeee754<T> => to switch
    {
        DType.Float32 => Number<T, float>,
        DType.Float64 => Number<T, double>,
        DType.Int8 => Cut<T, int, sbyte>,
        DType.Int16 => Cut<T, int, short>,
        DType.Int32 => Cut<T, int, int>,
        DType.Int64 => Cut<T, long, long>,
        DType.UInt8 => Cut<T, int, byte>,
        DType.UInt16 => Cut<T, int, ushort>,
        DType.UInt32 => Cut<T, long, uint>,
        DType.UInt64 => CutUnsigned<T>,
        DType.Bool => NotTiny<T>,
        _ => null,
    };

    private static Conversion? FromInteger<T>(DType to) where T : unmanaged, IBinaryInteger<T> => to switch
    {
        DType.Float32 => Number<T, float>,
        DType.Float64 => Number<T, double>,
        DType.Int8 => Number<T, sbyte>,
        DType.Int16 => Number<T, short>,
        DType.Int32 => Number<T, int>,
        DType.Int64 => Number<T, long>,
        DType.UInt8 => Number<T, byte>,
        DType.UInt16 => Number<T, ushort>,
        DType.UInt32 => Number<T, uint>,
        DType.UInt64 => Number<T, ulong>,
        DType.Bool => NotZero<T>,
        _ => null,
    };

    [MethodImpl(Simd.Loop)]
    private static void Number<TIn, TOut>(void* source, void* target, nint count) where TIn : unmanaged, INumberBase<TIn> where TOut : unmanaged, INumberBase<TOut>
    {
        for (nint i = 0; i < count; i++) ((TOut*)target)[i] = TOut.CreateTruncating(((TIn*)source)[i]);
    }

    [MethodImpl(Simd.Loop)]
    private static void Cut<TIn, TWide, TOut>(void* source, void* target, nint count)
        where TIn : unmanaged, IFloatingPointIeee754<TIn> where TWide : unmanaged, IBinaryInteger<TWide> where TOut : unmanaged, IBinaryInteger<TOut>
    {
        for (nint i = 0; i < count; i++) ((TOut*)target)[i] = TOut.CreateTruncating(TIn.ConvertToIntegerNative<TWide>(((TIn*)source)[i]));
    }

    // Numbers above the range of Int64 have their place in UInt64; those below zero wrap around.
    [MethodImpl(Simd.Loop)]
    private static void CutUnsigned<T>(void* source, void* target, nint count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < count; i++)
        {
            T x = ((T*)source)[i];
            ((ulong*)target)[i] = x < T.Zero ? (ulong)T.ConvertToIntegerNative<long>(x) : T.ConvertToIntegerNative<ulong>(x);
        }
    }

    [MethodImpl(Simd.Loop)]
    private static void NotZero<T>(void* source, void* target, nint count) where T : unmanaged, INumberBase<T>
    {
        for (nint i = 0; i < count; i++) ((bool*)target)[i] = ((T*)source)[i] != T.Zero;
    }

    // TensorFlow's threads take denormal numbers for zeros.
    [MethodImpl(Simd.Loop)]
    private static void NotTiny<T>(void* source, void* target, nint count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T smallest = sizeof(T) == sizeof(float) ? T.CreateChecked(1.17549435e-38f) : T.CreateChecked(2.2250738585072014e-308);
        for (nint i = 0; i < count; i++) ((bool*)target)[i] = !(T.Abs(((T*)source)[i]) < smallest);
    }

    /// <summary>Several conversions one after the other, some hundred elements at a time.</summary>
    private sealed class Chain(Conversion[] steps, int[] sizes)
    {
        private const int Block = 256;
        private const int LargestElement = 16;

        [SkipLocalsInit]
        public void Run(void* source, void* target, nint count)
        {
            byte* memory = stackalloc byte[2 * Block * LargestElement];
            for (nint done = 0; done < count; done += Block)
            {
                nint size = Math.Min(Block, count - done);
                void* from = (byte*)source + (done * sizes[0]);
                for (int i = 0; i < steps.Length; i++)
                {
                    void* to = i == steps.Length - 1 ? (byte*)target + (done * sizes[^1]) : memory + ((i & 1) * Block * LargestElement);
                    steps[i](from, to, size);
                    from = to;
                }
            }
        }
    }
}
