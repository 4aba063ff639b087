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
        Rows.Run<BackwardKernel<T>, T>(
            rows, columns, new() { X = x, Dy = dy, Columns = columns, Gamma = gamma, Mean = mean, Rstd = rstd, Dx = dx });
        if (dbeta != null)
        {
            Reduction.Reduce<SumReduction, T>(dy, 1, rows, columns, dbeta);
        }

        if (dgamma != null)
        {
            using Scratch products = Scratch.Rent<T>((nint)rows * columns);
            Rows.Run<GammaKernel<T>, T>(
                rows, columns, new() { X = x, Dy = dy, Columns = columns, Mean = mean, Rstd = rstd, Products = (T*)products.Pointer });
            Reduction.Reduce<SumReduction, T>((T*)products.Pointer, 1, rows, columns, dgamma);
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

        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = X + (row * Columns), y = Y + (row * Columns);
            V count = V.Constant(Columns);
            V mean = V.Create(RowReduction<V, T, SumReduction>.Of(x, Columns)) / count, squares = V.Zero;
            for (nint i = 0; i < Columns; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, Columns - i);
                V centred = (V.LoadFirst(x + i, lanes) - mean) & V.FirstLanes(lanes);
                squares = V.MultiplyAdd(centred, centred, squares);
            }

            V rstd = V.Constant(1) / V.Sqrt((V.Create(V.Sum(squares)) / count) + V.Constant(Epsilon));
            for (nint i = 0; i < Columns; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, Columns - i);
                V scale = Gamma == null ? rstd : rstd * V.LoadFirst(Gamma + i, lanes);
                V shift = Beta == null ? V.Zero : V.LoadFirst(Beta + i, lanes);
                V.StoreFirst(V.MultiplyAdd(V.LoadFirst(x + i, lanes) - mean, scale, shift), y + i, lanes);
            }

            if (Mean != null)
            {
                V.StoreFirst(mean, Mean + row, 1);
            }

            if (Rstd != null)
            {
                V.StoreFirst(rstd, Rstd + row, 1);
            }
        }
    }

    private struct BackwardKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public T* Dy;
        public int Columns;
        public T* Gamma;
        public T* Mean;
        public T* Rstd;
        public T* Dx;

        /// <summary>With g = dy · gamma and n = (x − mean) · rstd: dx = rstd · (g − mean(g) − n · mean(g · n)).</summary>
        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            T* x = X + (row * Columns), dy = Dy + (row * Columns), dx = Dx + (row * Columns);
            V mean = V.Create(Mean[row]), rstd = V.Create(Rstd[row]), sum = V.Zero, products = V.Zero;
            for (nint i = 0; i < Columns; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, Columns - i);
                V g = V.LoadFirst(dy + i, lanes);
                g = Gamma == null ? g : g * V.LoadFirst(Gamma + i, lanes);
                sum += g;
                products = V.MultiplyAdd(g, (V.LoadFirst(x + i, lanes) - mean) * rstd, products);
            }

            V count = V.Constant(Columns);
            sum = V.Create(V.Sum(sum)) / count;
            products = V.Create(V.Sum(products)) / count;
            for (nint i = 0; i < Columns; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, Columns - i);
                V g = V.LoadFirst(dy + i, lanes);
                g = Gamma == null ? g : g * V.LoadFirst(Gamma + i, lanes);
                V normal = (V.LoadFirst(x + i, lanes) - mean) * rstd;
                V.StoreFirst(rstd * (g - sum - (normal * products)), dx + i, lanes);
            }
        }
    }

    private struct GammaKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public T* Dy;
        public int Columns;
        public T* Mean;
        public T* Rstd;
        public T* Products;

        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            V mean = V.Create(Mean[row]), rstd = V.Create(Rstd[row]);
            for (nint i = row * Columns, end = i + Columns; i < end; i += V.Count)
            {
                nint lanes = Math.Min(V.Count, end - i);
                V.StoreFirst(V.LoadFirst(Dy + i, lanes) * (V.LoadFirst(X + i, lanes) - mean) * rstd, Products + i, lanes);
            }
        }
    }
}
