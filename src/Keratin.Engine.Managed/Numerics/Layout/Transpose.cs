using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Transposes matrices, on one thread: target[j, i] = source[i, j]. Strides are elements from row to row.</summary>
internal static unsafe class Transpose
{
    private const nint Block = 32;

    /// <summary>Of numbers of any size; those of four bytes go by blocks of 8 × 8 in registers, where the machine has AVX.</summary>
    public static void Run<T>(T* source, nint sourceStride, nint rows, nint columns, T* target, nint targetStride)
        where T : unmanaged
    {
        if (sizeof(T) == 4 && Avx.IsSupported)
        {
            Blocks((float*)source, sourceStride, rows, columns, (float*)target, targetStride);
            return;
        }

        for (nint r = 0; r < rows; r += Block)
        {
            for (nint c = 0; c < columns; c += Block)
            {
                Each(source + (r * sourceStride) + c, sourceStride, Math.Min(Block, rows - r), Math.Min(Block, columns - c), target + (c * targetStride) + r, targetStride);
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    private static void Each<T>(T* source, nint sourceStride, nint rows, nint columns, T* target, nint targetStride)
        where T : unmanaged
    {
        for (nint c = 0; c < columns; c++)
        {
            T* from = source + c;
            T* to = target + (c * targetStride);
            for (nint r = 0; r < rows; r++, from += sourceStride)
            {
                to[r] = *from;
            }
        }
    }

    [MethodImpl(Simd.Loop)]
    private static void Blocks(float* source, nint sourceStride, nint rows, nint columns, float* target, nint targetStride)
    {
        nint wholeRows = rows & ~7, wholeColumns = columns & ~7;
        for (nint r0 = 0; r0 < wholeRows; r0 += Block)
        {
            for (nint c = 0; c < wholeColumns; c += 8)
            {
                for (nint r = r0; r < Math.Min(r0 + Block, wholeRows); r += 8)
                {
                    Eight(source + (r * sourceStride) + c, sourceStride, target + (c * targetStride) + r, targetStride);
                }
            }
        }

        Each(source + wholeColumns, sourceStride, wholeRows, columns - wholeColumns, target + (wholeColumns * targetStride), targetStride);
        Each(source + (wholeRows * sourceStride), sourceStride, rows - wholeRows, columns, target + wholeRows, targetStride);
    }

    /// <summary>8 × 8: neighbours are woven in pairs, then in fours, then the halves of the registers change places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* s, nint step, float* t, nint stride)
    {
        Vector256<float> a = Vector256.Load(s), b = Vector256.Load(s + step), c = Vector256.Load(s + (2 * step)), d = Vector256.Load(s + (3 * step));
        s += 4 * step;
        Vector256<float> e = Vector256.Load(s), f = Vector256.Load(s + step), g = Vector256.Load(s + (2 * step)), h = Vector256.Load(s + (3 * step));
        Weave(ref a, ref b, ref c, ref d);
        Weave(ref e, ref f, ref g, ref h);
        Avx.Permute2x128(a, e, 0x20).Store(t);
        Avx.Permute2x128(b, f, 0x20).Store(t + stride);
        Avx.Permute2x128(c, g, 0x20).Store(t + (2 * stride));
        Avx.Permute2x128(d, h, 0x20).Store(t + (3 * stride));
        t += 4 * stride;
        Avx.Permute2x128(a, e, 0x31).Store(t);
        Avx.Permute2x128(b, f, 0x31).Store(t + stride);
        Avx.Permute2x128(c, g, 0x31).Store(t + (2 * stride));
        Avx.Permute2x128(d, h, 0x31).Store(t + (3 * stride));
    }

    /// <summary>Transposes the 4 × 4 blocks of each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Weave(ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d)
    {
        Vector256<double> ab = Avx.UnpackLow(a, b).AsDouble(), cd = Avx.UnpackLow(c, d).AsDouble();
        Vector256<double> ba = Avx.UnpackHigh(a, b).AsDouble(), dc = Avx.UnpackHigh(c, d).AsDouble();
        a = Avx.UnpackLow(ab, cd).AsSingle();
        b = Avx.UnpackHigh(ab, cd).AsSingle();
        c = Avx.UnpackLow(ba, dc).AsSingle();
        d = Avx.UnpackHigh(ba, dc).AsSingle();
    }
}
