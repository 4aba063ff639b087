using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// The product of TRows rows of A with TColumns registers of columns of B, held in registers over the whole run of k.
/// Each step of k loads a row of B, and broadcasts one number of each row of A against it.
/// </summary>
/// <remarks>
/// A is read in place or packed alike: a row is <see cref="Tile{T}.RowStride"/> from the next, a step of k
/// <see cref="Tile{T}.StepStride"/>. Convolutions make k of several runs, each at its own place in the image.
/// Written out by hand because only locals live in registers; the tests of TRows and TColumns vanish in the JIT.
/// </remarks>
internal static unsafe class TileKernel<V, T, TRows, TColumns>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TRows : struct, IConstant
    where TColumns : struct, IConstant
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Tile<T>* t)
    {
        T* c = t->C;
        nint ldc = t->CStride;
        nint last = t->LastLanes;
        V s = V.Zero, u = V.Zero;
        if (t->Bias != null)
        {
            Get(ref s, ref u, t->Bias, last);
        }

        V c0 = s, d0 = u, c1 = s, d1 = u;
        V c2 = s, d2 = u, c3 = s, d3 = u;
        V c4 = s, d4 = u, c5 = s, d5 = u;
        V c6 = s, d6 = u, c7 = s, d7 = u;
        V c8 = s, d8 = u, c9 = s, d9 = u;
        V c10 = s, d10 = u, c11 = s, d11 = u;

        if (t->Accumulate)
        {
            if (TRows.Value > 0) { Add(ref c0, ref d0, c + (0 * ldc), last); }
            if (TRows.Value > 1) { Add(ref c1, ref d1, c + (1 * ldc), last); }
            if (TRows.Value > 2) { Add(ref c2, ref d2, c + (2 * ldc), last); }
            if (TRows.Value > 3) { Add(ref c3, ref d3, c + (3 * ldc), last); }
            if (TRows.Value > 4) { Add(ref c4, ref d4, c + (4 * ldc), last); }
            if (TRows.Value > 5) { Add(ref c5, ref d5, c + (5 * ldc), last); }
            if (TRows.Value > 6) { Add(ref c6, ref d6, c + (6 * ldc), last); }
            if (TRows.Value > 7) { Add(ref c7, ref d7, c + (7 * ldc), last); }
            if (TRows.Value > 8) { Add(ref c8, ref d8, c + (8 * ldc), last); }
            if (TRows.Value > 9) { Add(ref c9, ref d9, c + (9 * ldc), last); }
            if (TRows.Value > 10) { Add(ref c10, ref d10, c + (10 * ldc), last); }
            if (TRows.Value > 11) { Add(ref c11, ref d11, c + (11 * ldc), last); }
        }

        nint rs = t->RowStride, ks = t->StepStride, bs = t->BStride;
        T* b = t->B;
        for (nint run = 0; run < t->Runs; run++)
        {
            T* a0 = t->A + t->RunOffsets[run];
            T* a3 = a0 + (3 * rs), a6 = a0 + (6 * rs), a9 = a0 + (9 * rs);
            for (nint k = t->RunLength; k > 0; k--)
            {
                s = V.Load(b);
                u = TColumns.Value > 1 ? V.Load(b + V.Count) : s;
                if (TRows.Value > 0) { V x = V.Create(*a0); c0 = V.MultiplyAdd(x, s, c0); if (TColumns.Value > 1) { d0 = V.MultiplyAdd(x, u, d0); } }
                if (TRows.Value > 1) { V x = V.Create(a0[rs]); c1 = V.MultiplyAdd(x, s, c1); if (TColumns.Value > 1) { d1 = V.MultiplyAdd(x, u, d1); } }
                if (TRows.Value > 2) { V x = V.Create(a0[2 * rs]); c2 = V.MultiplyAdd(x, s, c2); if (TColumns.Value > 1) { d2 = V.MultiplyAdd(x, u, d2); } }
                if (TRows.Value > 3) { V x = V.Create(*a3); c3 = V.MultiplyAdd(x, s, c3); if (TColumns.Value > 1) { d3 = V.MultiplyAdd(x, u, d3); } }
                if (TRows.Value > 4) { V x = V.Create(a3[rs]); c4 = V.MultiplyAdd(x, s, c4); if (TColumns.Value > 1) { d4 = V.MultiplyAdd(x, u, d4); } }
                if (TRows.Value > 5) { V x = V.Create(a3[2 * rs]); c5 = V.MultiplyAdd(x, s, c5); if (TColumns.Value > 1) { d5 = V.MultiplyAdd(x, u, d5); } }
                if (TRows.Value > 6) { V x = V.Create(*a6); c6 = V.MultiplyAdd(x, s, c6); if (TColumns.Value > 1) { d6 = V.MultiplyAdd(x, u, d6); } }
                if (TRows.Value > 7) { V x = V.Create(a6[rs]); c7 = V.MultiplyAdd(x, s, c7); if (TColumns.Value > 1) { d7 = V.MultiplyAdd(x, u, d7); } }
                if (TRows.Value > 8) { V x = V.Create(a6[2 * rs]); c8 = V.MultiplyAdd(x, s, c8); if (TColumns.Value > 1) { d8 = V.MultiplyAdd(x, u, d8); } }
                if (TRows.Value > 9) { V x = V.Create(*a9); c9 = V.MultiplyAdd(x, s, c9); if (TColumns.Value > 1) { d9 = V.MultiplyAdd(x, u, d9); } }
                if (TRows.Value > 10) { V x = V.Create(a9[rs]); c10 = V.MultiplyAdd(x, s, c10); if (TColumns.Value > 1) { d10 = V.MultiplyAdd(x, u, d10); } }
                if (TRows.Value > 11) { V x = V.Create(a9[2 * rs]); c11 = V.MultiplyAdd(x, s, c11); if (TColumns.Value > 1) { d11 = V.MultiplyAdd(x, u, d11); } }
                a0 += ks;
                a3 += ks;
                a6 += ks;
                a9 += ks;
                b += bs;
            }
        }

        if (t->Clamp)
        {
            s = V.Create(t->Low);
            u = V.Create(t->High);
            if (TRows.Value > 0) { Bound(ref c0, ref d0, s, u); }
            if (TRows.Value > 1) { Bound(ref c1, ref d1, s, u); }
            if (TRows.Value > 2) { Bound(ref c2, ref d2, s, u); }
            if (TRows.Value > 3) { Bound(ref c3, ref d3, s, u); }
            if (TRows.Value > 4) { Bound(ref c4, ref d4, s, u); }
            if (TRows.Value > 5) { Bound(ref c5, ref d5, s, u); }
            if (TRows.Value > 6) { Bound(ref c6, ref d6, s, u); }
            if (TRows.Value > 7) { Bound(ref c7, ref d7, s, u); }
            if (TRows.Value > 8) { Bound(ref c8, ref d8, s, u); }
            if (TRows.Value > 9) { Bound(ref c9, ref d9, s, u); }
            if (TRows.Value > 10) { Bound(ref c10, ref d10, s, u); }
            if (TRows.Value > 11) { Bound(ref c11, ref d11, s, u); }
        }

        if (TRows.Value > 0) { Put(c0, d0, c + (0 * ldc), last); }
        if (TRows.Value > 1) { Put(c1, d1, c + (1 * ldc), last); }
        if (TRows.Value > 2) { Put(c2, d2, c + (2 * ldc), last); }
        if (TRows.Value > 3) { Put(c3, d3, c + (3 * ldc), last); }
        if (TRows.Value > 4) { Put(c4, d4, c + (4 * ldc), last); }
        if (TRows.Value > 5) { Put(c5, d5, c + (5 * ldc), last); }
        if (TRows.Value > 6) { Put(c6, d6, c + (6 * ldc), last); }
        if (TRows.Value > 7) { Put(c7, d7, c + (7 * ldc), last); }
        if (TRows.Value > 8) { Put(c8, d8, c + (8 * ldc), last); }
        if (TRows.Value > 9) { Put(c9, d9, c + (9 * ldc), last); }
        if (TRows.Value > 10) { Put(c10, d10, c + (10 * ldc), last); }
        if (TRows.Value > 11) { Put(c11, d11, c + (11 * ldc), last); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Get(ref V x, ref V y, T* source, nint last)
    {
        if (TColumns.Value > 1)
        {
            x = V.Load(source);
            y = V.LoadFirst(source + V.Count, last);
        }
        else
        {
            x = V.LoadFirst(source, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref V x, ref V y, T* source, nint last)
    {
        V p = V.Zero, q = V.Zero;
        Get(ref p, ref q, source, last);
        x += p;
        y += q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bound(ref V x, ref V y, V low, V high)
    {
        x = V.Min(high, V.Max(low, x));
        if (TColumns.Value > 1)
        {
            y = V.Min(high, V.Max(low, y));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V x, V y, T* target, nint last)
    {
        if (TColumns.Value > 1)
        {
            V.Store(x, target);
            x = y;
            target += V.Count;
        }

        if (last == V.Count)
        {
            V.Store(x, target);
        }
        else
        {
            V.StoreFirst(x, target, last);
        }
    }
}
