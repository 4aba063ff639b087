using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// The product of some rows of A (the size of TRows) with one or two registers of columns of B (the size of TColumns),
/// held in registers over the whole run of k. Each step of k loads a row of B, and broadcasts one number of each row of
/// A against it.
/// </summary>
/// <remarks>
/// A is read in place or packed alike: a row is <see cref="Tile{T}.RowStride"/> from the next, a step of k
/// <see cref="Tile{T}.StepStride"/>. Convolutions make k of several runs, each at its own place in the image.
/// Written out by hand because only locals live in registers. Mind the JIT: it stops inlining when a method has 512 locals.
/// </remarks>
internal static unsafe class TileKernel<V, T, TRows, TColumns>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TRows : unmanaged
    where TColumns : unmanaged
{
    /// <summary>From so many steps on it pays to fetch C while the sums are made.</summary>
    private const nint PrefetchDepth = 32;

    [MethodImpl(Simd.Loop)]
    public static void Run(Tile<T>* t)
    {
        V s = V.Zero, u = V.Zero;
        if (t->Bias != null)
        {
            s = V.Load(t->Bias);
            if (sizeof(TColumns) > 1) { u = V.Load(t->Bias + V.Count); }
        }

        V c0 = s, d0 = u, c1 = s, d1 = u;
        V c2 = s, d2 = u, c3 = s, d3 = u;
        V c4 = s, d4 = u, c5 = s, d5 = u;
        V c6 = s, d6 = u, c7 = s, d7 = u;
        V c8 = s, d8 = u, c9 = s, d9 = u;
        V c10 = s, d10 = u, c11 = s, d11 = u;

        T* c = t->C, d = c + V.Count;
        nint ldc = t->CStride;
        if (t->RunLength >= PrefetchDepth)
        {
            for (nint i = 0; i < sizeof(TRows); i++)
            {
                Simd.Prefetch(c + (i * ldc));
                if (sizeof(TColumns) > 1) { Simd.Prefetch(d + (i * ldc)); }
            }
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
                if (sizeof(TColumns) > 1) { u = V.Load(b + V.Count); }
                if (sizeof(TRows) > 0) { V x = V.Create(*a0); c0 = V.MultiplyAdd(x, s, c0); if (sizeof(TColumns) > 1) { d0 = V.MultiplyAdd(x, u, d0); } }
                if (sizeof(TRows) > 1) { V x = V.Create(a0[rs]); c1 = V.MultiplyAdd(x, s, c1); if (sizeof(TColumns) > 1) { d1 = V.MultiplyAdd(x, u, d1); } }
                if (sizeof(TRows) > 2) { V x = V.Create(a0[2 * rs]); c2 = V.MultiplyAdd(x, s, c2); if (sizeof(TColumns) > 1) { d2 = V.MultiplyAdd(x, u, d2); } }
                if (sizeof(TRows) > 3) { V x = V.Create(*a3); c3 = V.MultiplyAdd(x, s, c3); if (sizeof(TColumns) > 1) { d3 = V.MultiplyAdd(x, u, d3); } }
                if (sizeof(TRows) > 4) { V x = V.Create(a3[rs]); c4 = V.MultiplyAdd(x, s, c4); if (sizeof(TColumns) > 1) { d4 = V.MultiplyAdd(x, u, d4); } }
                if (sizeof(TRows) > 5) { V x = V.Create(a3[2 * rs]); c5 = V.MultiplyAdd(x, s, c5); if (sizeof(TColumns) > 1) { d5 = V.MultiplyAdd(x, u, d5); } }
                if (sizeof(TRows) > 6) { V x = V.Create(*a6); c6 = V.MultiplyAdd(x, s, c6); if (sizeof(TColumns) > 1) { d6 = V.MultiplyAdd(x, u, d6); } }
                if (sizeof(TRows) > 7) { V x = V.Create(a6[rs]); c7 = V.MultiplyAdd(x, s, c7); if (sizeof(TColumns) > 1) { d7 = V.MultiplyAdd(x, u, d7); } }
                if (sizeof(TRows) > 8) { V x = V.Create(a6[2 * rs]); c8 = V.MultiplyAdd(x, s, c8); if (sizeof(TColumns) > 1) { d8 = V.MultiplyAdd(x, u, d8); } }
                if (sizeof(TRows) > 9) { V x = V.Create(*a9); c9 = V.MultiplyAdd(x, s, c9); if (sizeof(TColumns) > 1) { d9 = V.MultiplyAdd(x, u, d9); } }
                if (sizeof(TRows) > 10) { V x = V.Create(a9[rs]); c10 = V.MultiplyAdd(x, s, c10); if (sizeof(TColumns) > 1) { d10 = V.MultiplyAdd(x, u, d10); } }
                if (sizeof(TRows) > 11) { V x = V.Create(a9[2 * rs]); c11 = V.MultiplyAdd(x, s, c11); if (sizeof(TColumns) > 1) { d11 = V.MultiplyAdd(x, u, d11); } }
                a0 += ks;
                if (sizeof(TRows) > 3) { a3 += ks; }
                if (sizeof(TRows) > 6) { a6 += ks; }
                if (sizeof(TRows) > 9) { a9 += ks; }
                b += bs;
            }
        }

        if (t->Accumulate)
        {
            if (sizeof(TRows) > 0) { c0 += V.Load(c + (0 * ldc)); if (sizeof(TColumns) > 1) { d0 += V.Load(d + (0 * ldc)); } }
            if (sizeof(TRows) > 1) { c1 += V.Load(c + (1 * ldc)); if (sizeof(TColumns) > 1) { d1 += V.Load(d + (1 * ldc)); } }
            if (sizeof(TRows) > 2) { c2 += V.Load(c + (2 * ldc)); if (sizeof(TColumns) > 1) { d2 += V.Load(d + (2 * ldc)); } }
            if (sizeof(TRows) > 3) { c3 += V.Load(c + (3 * ldc)); if (sizeof(TColumns) > 1) { d3 += V.Load(d + (3 * ldc)); } }
            if (sizeof(TRows) > 4) { c4 += V.Load(c + (4 * ldc)); if (sizeof(TColumns) > 1) { d4 += V.Load(d + (4 * ldc)); } }
            if (sizeof(TRows) > 5) { c5 += V.Load(c + (5 * ldc)); if (sizeof(TColumns) > 1) { d5 += V.Load(d + (5 * ldc)); } }
            if (sizeof(TRows) > 6) { c6 += V.Load(c + (6 * ldc)); if (sizeof(TColumns) > 1) { d6 += V.Load(d + (6 * ldc)); } }
            if (sizeof(TRows) > 7) { c7 += V.Load(c + (7 * ldc)); if (sizeof(TColumns) > 1) { d7 += V.Load(d + (7 * ldc)); } }
            if (sizeof(TRows) > 8) { c8 += V.Load(c + (8 * ldc)); if (sizeof(TColumns) > 1) { d8 += V.Load(d + (8 * ldc)); } }
            if (sizeof(TRows) > 9) { c9 += V.Load(c + (9 * ldc)); if (sizeof(TColumns) > 1) { d9 += V.Load(d + (9 * ldc)); } }
            if (sizeof(TRows) > 10) { c10 += V.Load(c + (10 * ldc)); if (sizeof(TColumns) > 1) { d10 += V.Load(d + (10 * ldc)); } }
            if (sizeof(TRows) > 11) { c11 += V.Load(c + (11 * ldc)); if (sizeof(TColumns) > 1) { d11 += V.Load(d + (11 * ldc)); } }
        }

        if (t->Clamp)
        {
            s = V.Create(t->Low);
            u = V.Create(t->High);
            if (sizeof(TRows) > 0) { c0 = V.Min(u, V.Max(s, c0)); if (sizeof(TColumns) > 1) { d0 = V.Min(u, V.Max(s, d0)); } }
            if (sizeof(TRows) > 1) { c1 = V.Min(u, V.Max(s, c1)); if (sizeof(TColumns) > 1) { d1 = V.Min(u, V.Max(s, d1)); } }
            if (sizeof(TRows) > 2) { c2 = V.Min(u, V.Max(s, c2)); if (sizeof(TColumns) > 1) { d2 = V.Min(u, V.Max(s, d2)); } }
            if (sizeof(TRows) > 3) { c3 = V.Min(u, V.Max(s, c3)); if (sizeof(TColumns) > 1) { d3 = V.Min(u, V.Max(s, d3)); } }
            if (sizeof(TRows) > 4) { c4 = V.Min(u, V.Max(s, c4)); if (sizeof(TColumns) > 1) { d4 = V.Min(u, V.Max(s, d4)); } }
            if (sizeof(TRows) > 5) { c5 = V.Min(u, V.Max(s, c5)); if (sizeof(TColumns) > 1) { d5 = V.Min(u, V.Max(s, d5)); } }
            if (sizeof(TRows) > 6) { c6 = V.Min(u, V.Max(s, c6)); if (sizeof(TColumns) > 1) { d6 = V.Min(u, V.Max(s, d6)); } }
            if (sizeof(TRows) > 7) { c7 = V.Min(u, V.Max(s, c7)); if (sizeof(TColumns) > 1) { d7 = V.Min(u, V.Max(s, d7)); } }
            if (sizeof(TRows) > 8) { c8 = V.Min(u, V.Max(s, c8)); if (sizeof(TColumns) > 1) { d8 = V.Min(u, V.Max(s, d8)); } }
            if (sizeof(TRows) > 9) { c9 = V.Min(u, V.Max(s, c9)); if (sizeof(TColumns) > 1) { d9 = V.Min(u, V.Max(s, d9)); } }
            if (sizeof(TRows) > 10) { c10 = V.Min(u, V.Max(s, c10)); if (sizeof(TColumns) > 1) { d10 = V.Min(u, V.Max(s, d10)); } }
            if (sizeof(TRows) > 11) { c11 = V.Min(u, V.Max(s, c11)); if (sizeof(TColumns) > 1) { d11 = V.Min(u, V.Max(s, d11)); } }
        }

        if (sizeof(TRows) > 0) { V.Store(c0, c + (0 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d0, d + (0 * ldc)); } }
        if (sizeof(TRows) > 1) { V.Store(c1, c + (1 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d1, d + (1 * ldc)); } }
        if (sizeof(TRows) > 2) { V.Store(c2, c + (2 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d2, d + (2 * ldc)); } }
        if (sizeof(TRows) > 3) { V.Store(c3, c + (3 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d3, d + (3 * ldc)); } }
        if (sizeof(TRows) > 4) { V.Store(c4, c + (4 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d4, d + (4 * ldc)); } }
        if (sizeof(TRows) > 5) { V.Store(c5, c + (5 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d5, d + (5 * ldc)); } }
        if (sizeof(TRows) > 6) { V.Store(c6, c + (6 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d6, d + (6 * ldc)); } }
        if (sizeof(TRows) > 7) { V.Store(c7, c + (7 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d7, d + (7 * ldc)); } }
        if (sizeof(TRows) > 8) { V.Store(c8, c + (8 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d8, d + (8 * ldc)); } }
        if (sizeof(TRows) > 9) { V.Store(c9, c + (9 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d9, d + (9 * ldc)); } }
        if (sizeof(TRows) > 10) { V.Store(c10, c + (10 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d10, d + (10 * ldc)); } }
        if (sizeof(TRows) > 11) { V.Store(c11, c + (11 * ldc)); if (sizeof(TColumns) > 1) { V.Store(d11, d + (11 * ldc)); } }
    }
}
