using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Tiles of one to three rows, which are bound by reading B: four steps of k have sums of their own, so that no sum waits
/// for the one before. Otherwise as <see cref="TileKernel{V,T,TRows,TColumns}"/>; k is one run.
/// </summary>
internal static unsafe class StreamKernel<V, T, TRows, TColumns>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TRows : unmanaged
    where TColumns : unmanaged
{
    [MethodImpl(Simd.Loop)]
    public static void Run(Tile<T>* t)
    {
        V c00 = V.Zero, d00 = V.Zero, c01 = V.Zero, d01 = V.Zero, c02 = V.Zero, d02 = V.Zero, c03 = V.Zero, d03 = V.Zero;
        V c10 = V.Zero, d10 = V.Zero, c11 = V.Zero, d11 = V.Zero, c12 = V.Zero, d12 = V.Zero, c13 = V.Zero, d13 = V.Zero;
        V c20 = V.Zero, d20 = V.Zero, c21 = V.Zero, d21 = V.Zero, c22 = V.Zero, d22 = V.Zero, c23 = V.Zero, d23 = V.Zero;
        nint ks = t->StepStride, bs = t->BStride, k = t->RunLength;
        T* a0 = t->A + t->RunOffsets[0], a1 = a0 + t->RowStride, a2 = a1 + t->RowStride, b = t->B;
        for (; k >= 4; k -= 4)
        {
            V s0 = V.Load(b), u0 = sizeof(TColumns) > 1 ? V.Load(b + V.Count) : V.Zero;
            if (sizeof(TRows) > 0) { V x = V.Create(*a0); c00 = V.MultiplyAdd(x, s0, c00); if (sizeof(TColumns) > 1) { d00 = V.MultiplyAdd(x, u0, d00); } }
            if (sizeof(TRows) > 1) { V x = V.Create(*a1); c10 = V.MultiplyAdd(x, s0, c10); if (sizeof(TColumns) > 1) { d10 = V.MultiplyAdd(x, u0, d10); } }
            if (sizeof(TRows) > 2) { V x = V.Create(*a2); c20 = V.MultiplyAdd(x, s0, c20); if (sizeof(TColumns) > 1) { d20 = V.MultiplyAdd(x, u0, d20); } }
            V s1 = V.Load(b + bs), u1 = sizeof(TColumns) > 1 ? V.Load(b + bs + V.Count) : V.Zero;
            if (sizeof(TRows) > 0) { V x = V.Create(a0[ks]); c01 = V.MultiplyAdd(x, s1, c01); if (sizeof(TColumns) > 1) { d01 = V.MultiplyAdd(x, u1, d01); } }
            if (sizeof(TRows) > 1) { V x = V.Create(a1[ks]); c11 = V.MultiplyAdd(x, s1, c11); if (sizeof(TColumns) > 1) { d11 = V.MultiplyAdd(x, u1, d11); } }
            if (sizeof(TRows) > 2) { V x = V.Create(a2[ks]); c21 = V.MultiplyAdd(x, s1, c21); if (sizeof(TColumns) > 1) { d21 = V.MultiplyAdd(x, u1, d21); } }
            V s2 = V.Load(b + (2 * bs)), u2 = sizeof(TColumns) > 1 ? V.Load(b + (2 * bs) + V.Count) : V.Zero;
            if (sizeof(TRows) > 0) { V x = V.Create(a0[2 * ks]); c02 = V.MultiplyAdd(x, s2, c02); if (sizeof(TColumns) > 1) { d02 = V.MultiplyAdd(x, u2, d02); } }
            if (sizeof(TRows) > 1) { V x = V.Create(a1[2 * ks]); c12 = V.MultiplyAdd(x, s2, c12); if (sizeof(TColumns) > 1) { d12 = V.MultiplyAdd(x, u2, d12); } }
            if (sizeof(TRows) > 2) { V x = V.Create(a2[2 * ks]); c22 = V.MultiplyAdd(x, s2, c22); if (sizeof(TColumns) > 1) { d22 = V.MultiplyAdd(x, u2, d22); } }
            V s3 = V.Load(b + (3 * bs)), u3 = sizeof(TColumns) > 1 ? V.Load(b + (3 * bs) + V.Count) : V.Zero;
            if (sizeof(TRows) > 0) { V x = V.Create(a0[3 * ks]); c03 = V.MultiplyAdd(x, s3, c03); if (sizeof(TColumns) > 1) { d03 = V.MultiplyAdd(x, u3, d03); } }
            if (sizeof(TRows) > 1) { V x = V.Create(a1[3 * ks]); c13 = V.MultiplyAdd(x, s3, c13); if (sizeof(TColumns) > 1) { d13 = V.MultiplyAdd(x, u3, d13); } }
            if (sizeof(TRows) > 2) { V x = V.Create(a2[3 * ks]); c23 = V.MultiplyAdd(x, s3, c23); if (sizeof(TColumns) > 1) { d23 = V.MultiplyAdd(x, u3, d23); } }
            a0 += 4 * ks;
            a1 += 4 * ks;
            a2 += 4 * ks;
            b += 4 * bs;
        }

        for (; k > 0; k--, a0 += ks, a1 += ks, a2 += ks, b += bs)
        {
            V s = V.Load(b), u = sizeof(TColumns) > 1 ? V.Load(b + V.Count) : V.Zero;
            if (sizeof(TRows) > 0) { V x = V.Create(*a0); c00 = V.MultiplyAdd(x, s, c00); if (sizeof(TColumns) > 1) { d00 = V.MultiplyAdd(x, u, d00); } }
            if (sizeof(TRows) > 1) { V x = V.Create(*a1); c10 = V.MultiplyAdd(x, s, c10); if (sizeof(TColumns) > 1) { d10 = V.MultiplyAdd(x, u, d10); } }
            if (sizeof(TRows) > 2) { V x = V.Create(*a2); c20 = V.MultiplyAdd(x, s, c20); if (sizeof(TColumns) > 1) { d20 = V.MultiplyAdd(x, u, d20); } }
        }

        if (sizeof(TRows) > 0) { Finish(t, 0, c00 + c01 + (c02 + c03), d00 + d01 + (d02 + d03)); }
        if (sizeof(TRows) > 1) { Finish(t, 1, c10 + c11 + (c12 + c13), d10 + d11 + (d12 + d13)); }
        if (sizeof(TRows) > 2) { Finish(t, 2, c20 + c21 + (c22 + c23), d20 + d21 + (d22 + d23)); }
    }

    private static void Finish(Tile<T>* t, nint row, V x, V y)
    {
        T* c = t->C + (row * t->CStride);
        if (sizeof(TColumns) > 1)
        {
            Put(t, 0, c, x);
            Put(t, V.Count, c + V.Count, y);
        }
        else
        {
            Put(t, 0, c, x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Tile<T>* t, nint column, T* c, V x)
    {
        if (t->Bias != null)
        {
            x += V.Load(t->Bias + column);
        }

        if (t->Accumulate)
        {
            x += V.Load(c);
        }

        V.Store(t->Clamp ? V.Min(V.Create(t->High), V.Max(V.Create(t->Low), x)) : x, c);
    }
}
