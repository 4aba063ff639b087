using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>Normalises each row to mean 0 and variance 1, then scales and shifts its columns; and the gradients of that.</summary>
internal static unsafe class LayerNorm
{
    /// <summary>
    /// y = (x − mean) · rstd · gamma + beta with rstd = 1 / √(variance + epsilon). Gamma, beta (null: 1, 0) have one number
    /// a column; mean and rstd (null where not wanted) one a row.
    /// </summary>
    public static void Forward<T>(T* x, int rows, int columns, T* gamma, T* beta, double epsilon, T* y, T* mean, T* rstd)
        where T : unmanaged => Rows.Run<ForwardKernel<T>, T>(
            rows, columns, new() { X = x, Columns = columns, Gamma = gamma, Beta = beta, Epsilon = epsilon, Y = y, Mean = mean, Rstd = rstd });

    /// <summary>dx from dy, and, where not null, dgamma = Σ dy · (x − mean) · rstd and dbeta = Σ dy over the rows.</summary>
    public static void Backward<T>(T* x, T* dy, int rows, int columns, T* gamma, T* mean, T* rstd, T* dx, T* dgamma, T* dbeta)
        where T : unmanaged
    {
        int blocks = RowBlocks.Count(rows, columns);
        using Scratch partial = Scratch.Rent<T>((nint)blocks * columns);
        LayerNormGradient<T> kernel = new()
        {
            X = x, Dy = dy, Total = rows, Columns = columns, Gamma = gamma, Mean = mean, Rstd = rstd, Dx = dx, Dgammas = (T*)partial.Pointer,
        };
        Rows.Run<LayerNormGradient<T>, T>(blocks, RowBlocks.Size(rows, columns), kernel);
        if (dgamma != null)
        {
            Reduction.Reduce<SumReduction, T>(kernel.Dgammas, 1, blocks, columns, dgamma);
        }

        if (dbeta != null)
        {
            Reduction.Reduce<SumReduction, T>(dy, 1, rows, columns, dbeta);
        }
    }

    private struct ForwardKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public int Columns;
        public T* Gamma;
        public T* Beta;
        public double Epsilon;
        public T* Y;
        public T* Mean;
        public T* Rstd;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = X + (row * Columns), y = Y + (row * Columns);
            V count = V.Constant(Columns);
            V mean = V.Create(RowReduction<V, T, SumReduction>.Of(x, Columns)) / count;
            nint i = 0;
            V squares = V.Zero;
            for (; i <= Columns - V.Count; i += V.Count)
            {
                V centred = V.Load(x + i) - mean;
                squares = V.MultiplyAdd(centred, centred, squares);
            }

            V rest = (V.LoadFirst(x + i, Columns - i) - mean) & V.FirstLanes(Columns - i);
            squares = V.Create(V.Sum(V.MultiplyAdd(rest, rest, squares)));
            V rstd = V.Constant(1) / V.Sqrt((squares / count) + V.Constant(Epsilon));
            for (i = 0; i <= Columns - V.Count; i += V.Count)
            {
                Part(x, y, i, V.Count, mean, rstd);
            }

            Part(x, y, i, Columns - i, mean, rstd);
            if (Mean != null)
            {
                V.StoreFirst(mean, Mean + row, 1);
            }

            if (Rstd != null)
            {
                V.StoreFirst(rstd, Rstd + row, 1);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Part<V>(T* x, T* y, nint i, nint lanes, V mean, V rstd)
            where V : struct, ISimd<V, T>
        {
            V scale = Gamma == null ? rstd : rstd * V.LoadFirst(Gamma + i, lanes);
            V shift = Beta == null ? V.Zero : V.LoadFirst(Beta + i, lanes);
            V.StoreFirst(V.MultiplyAdd(V.LoadFirst(x + i, lanes) - mean, scale, shift), y + i, lanes);
        }
    }
}
