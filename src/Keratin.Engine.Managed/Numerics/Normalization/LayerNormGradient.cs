using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// The gradient of <see cref="LayerNorm"/> for blocks of rows: with g = dy · gamma and n = (x − mean) · rstd,
/// dx = rstd · (g − mean(g) − n · mean(g · n)); and each block's Σ dy · n.
/// </summary>
internal unsafe struct LayerNormGradient<T> : IRowKernel<T>
    where T : unmanaged
{
    public T* X;
    public T* Dy;
    public int Total;
    public int Columns;
    public T* Gamma;
    public T* Mean;
    public T* Rstd;
    public T* Dx;
    public T* Dgammas;

    [MethodImpl(Simd.Loop)]
    public readonly void Row<V>(nint block)
        where V : struct, ISimd<V, T>
    {
        (nint first, nint last) = RowBlocks.Range(block, Total, Columns);
        T* sums = Dgammas + (block * Columns);
        new Span<T>(sums, Columns).Clear();
        for (nint row = first; row < last; row++)
        {
            One(row, V.Create(Mean[row]), V.Create(Rstd[row]), sums);
        }
    }

    [MethodImpl(Simd.Loop)]
    private readonly void One<V>(nint row, V mean, V rstd, T* sums)
        where V : struct, ISimd<V, T>
    {
        nint columns = Columns, start = row * columns, i = 0;
        V sum = V.Zero, products = V.Zero, count = V.Constant(Columns);
        for (; i <= columns - V.Count; i += V.Count)
        {
            V g = Scaled<V>(start, i, V.Count), n = Normal(start, i, V.Count, mean, rstd);
            sum += g;
            products = V.MultiplyAdd(g, n, products);
            V.Store(V.MultiplyAdd(V.Load(Dy + start + i), n, V.Load(sums + i)), sums + i);
        }

        if (i < columns)
        {
            nint lanes = columns - i;
            V g = Scaled<V>(start, i, lanes), n = Normal(start, i, lanes, mean, rstd);
            sum += g;
            products = V.MultiplyAdd(g, n, products);
            V.StoreFirst(V.MultiplyAdd(V.LoadFirst(Dy + start + i, lanes), n, V.LoadFirst(sums + i, lanes)), sums + i, lanes);
        }

        sum = V.Create(V.Sum(sum)) / count;
        products = V.Create(V.Sum(products)) / count;
        for (i = 0; i <= columns - V.Count; i += V.Count)
        {
            V change = Scaled<V>(start, i, V.Count) - sum - (Normal(start, i, V.Count, mean, rstd) * products);
            V.Store(rstd * change, Dx + start + i);
        }

        if (i < columns)
        {
            V change = Scaled<V>(start, i, columns - i) - sum - (Normal(start, i, columns - i, mean, rstd) * products);
            V.StoreFirst(rstd * change, Dx + start + i, columns - i);
        }
    }

    /// <summary>dy · gamma.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Scaled<V>(nint start, nint i, nint lanes)
        where V : struct, ISimd<V, T>
    {
        V dy = V.LoadFirst(Dy + start + i, lanes);
        return Gamma == null ? dy : dy * V.LoadFirst(Gamma + i, lanes);
    }

    /// <summary>(x − mean) · rstd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly V Normal<V>(nint start, nint i, nint lanes, V mean, V rstd)
        where V : struct, ISimd<V, T> => (V.LoadFirst(X + start + i, lanes) - mean) * rstd;
}
