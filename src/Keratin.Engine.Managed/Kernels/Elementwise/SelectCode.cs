using System.Numerics;
using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>x where the condition holds, y elsewhere; only the elements' size matters. Without branches: conditions are rarely predictable.</summary>
internal sealed unsafe class SelectCode<T> : ElementwiseCode where T : unmanaged, IBinaryInteger<T>
{
    [MethodImpl(Simd.Loop)]
    public override void Run(void** inputs, uint scalars, void* output, nint count)
    {
        byte* room = stackalloc byte[128];
        var condition = (byte*)inputs[0];
        Lanes<T> x = new(inputs[1], (scalars & 2) != 0, room), y = new(inputs[2], (scalars & 4) != 0, room + 64);
        var z = (T*)output;
        nint step = (scalars & 1) != 0 ? 0 : 1, i = 0;
        if (sizeof(T) == sizeof(uint) && step == 1)
        {
            nint width = Vector<uint>.Count;
            for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
            {
                Vector.Widen(*(Vector<byte>*)(condition + i), out Vector<ushort> low, out Vector<ushort> high);
                Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
                Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
                Choose(a, x, y, i, z);
                Choose(b, x, y, i + width, z);
                Choose(c, x, y, i + (2 * width), z);
                Choose(d, x, y, i + (3 * width), z);
            }
        }
        for (; i < count; i++)
        {
            T mask = T.Zero - T.CreateTruncating(condition[i * step]);
            z[i] = (x.At[i * x.Step] & mask) | (y.At[i * y.Step] & ~mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Choose(Vector<uint> condition, Lanes<T> x, Lanes<T> y, nint i, T* z) =>
        Vector.ConditionalSelect(Vector.GreaterThan(condition, Vector<uint>.Zero), *(Vector<uint>*)(x.At + (i * x.Step)), *(Vector<uint>*)(y.At + (i * y.Step))).Store((uint*)z + i);
}
