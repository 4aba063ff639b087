using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>
/// Batch normalisation with channels last: x has rows (all other axes) × channels; mean, variance, gamma and beta one
/// number a channel. Variances are those of the batch itself (divided by the number of rows).
/// </summary>
internal static unsafe class BatchNorm
{
    /// <summary>The mean and variance of each channel, in one pass over memory and stable.</summary>
    public static void Statistics<T>(T* x, int rows, int channels, T* mean, T* variance)
        where T : unmanaged
    {
        int blocks = RowBlocks.Count(rows, channels);
        using Scratch partial = Scratch.Rent<T>(2 * (nint)blocks * channels);
        T* squares = (T*)partial.Pointer + ((nint)blocks * channels);
        MomentsKernel<T> kernel = new() { X = x, Total = rows, Channels = channels, Means = (T*)partial.Pointer, Squares = squares };
        Rows.Run<MomentsKernel<T>, T>(blocks, RowBlocks.Size(rows, channels), kernel);
        Rows.Run<JoinKernel<T>, T>(1, 0, new() { Partial = kernel, Blocks = blocks, Mean = mean, Variance = variance });
    }

    /// <summary>y = (x − mean) / √(variance + epsilon) · gamma + beta, then the activation; gamma and beta may be null, y may be x.</summary>
    public static void Normalize<T>(
        T* x, int rows, int channels, T* mean, T* variance, T* gamma, T* beta, double epsilon, T* y, Activation activation = Activation.None)
        where T : unmanaged => Rows.Run<NormalizeKernel<T>, T>(
            RowBlocks.Count(rows, channels),
            RowBlocks.Size(rows, channels),
            new()
            {
                X = x, Total = rows, Channels = channels, Mean = mean, Variance = variance, Gamma = gamma, Beta = beta, Epsilon = epsilon, Y = y, Activation = activation,
            });

    /// <summary>
    /// dx, dgamma and dbeta from dy. With <paramref name="training"/>, mean and variance are the statistics of x and depend
    /// on it; without, they are constants.
    /// </summary>
    public static void Backward<T>(
        T* x, T* dy, int rows, int channels, T* mean, T* variance, T* gamma, double epsilon, bool training, T* dx, T* dgamma, T* dbeta)
        where T : unmanaged
    {
        int blocks = RowBlocks.Count(rows, channels);
        using Scratch partial = Scratch.Rent<T>(2 * (nint)blocks * channels);
        T* gammas = (T*)partial.Pointer, betas = gammas + ((nint)blocks * channels);
        BatchNormGradient.SumsKernel<T> sums = new()
        {
            X = x, Dy = dy, Total = rows, Channels = channels, Mean = mean, Variance = variance, Epsilon = epsilon, Dgammas = gammas, Dbetas = betas,
        };
        Rows.Run<BatchNormGradient.SumsKernel<T>, T>(blocks, RowBlocks.Size(rows, channels), sums);
        Reduction.Reduce<SumReduction, T>(gammas, 1, blocks, channels, dgamma);
        Reduction.Reduce<SumReduction, T>(betas, 1, blocks, channels, dbeta);
        Rows.Run<BatchNormGradient.InputKernel<T>, T>(
            blocks, RowBlocks.Size(rows, channels), new() { Sums = sums, Gamma = gamma, Training = training, Dx = dx, Dgamma = dgamma, Dbeta = dbeta });
    }

    /// <summary>The mean of a block of rows, and the sum of squares about it.</summary>
    private struct MomentsKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public int Total;
        public int Channels;
        public T* Means;
        public T* Squares;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint block)
            where V : struct, ISimd<V, T>
        {
            (nint first, nint last) = RowBlocks.Range(block, Total, Channels);
            nint c = 0;
            for (; c <= Channels - V.Count; c += V.Count)
            {
                Part<V>(block, first, last, c, V.Count);
            }

            if (c < Channels)
            {
                Part<V>(block, first, last, c, Channels - c);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Part<V>(nint block, nint first, nint last, nint c, nint lanes)
            where V : struct, ISimd<V, T>
        {
            nint channels = Channels;
            T* x = X + (first * channels) + c, end = X + (last * channels) + c;
            V sum = V.Zero, squares = V.Zero;
            for (T* at = x; at < end; at += channels)
            {
                sum += V.LoadFirst(at, lanes);
            }

            V mean = sum * V.Constant(1.0 / (last - first));
            for (T* at = x; at < end; at += channels)
            {
                V centred = V.LoadFirst(at, lanes) - mean;
                squares = V.MultiplyAdd(centred, centred, squares);
            }

            V.StoreFirst(mean, Means + (block * channels) + c, lanes);
            V.StoreFirst(squares, Squares + (block * channels) + c, lanes);
        }
    }

    /// <summary>Joins the moments of the blocks (Chan, Golub and LeVeque, 1979).</summary>
    private struct JoinKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public MomentsKernel<T> Partial;
        public int Blocks;
        public T* Mean;
        public T* Variance;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint row)
            where V : struct, ISimd<V, T>
        {
            nint channels = Partial.Channels;
            for (nint c = 0; c < channels; c += V.Count)
            {
                nint lanes = Math.Min(V.Count, channels - c);
                V mean = V.Zero, squares = V.Zero;
                for (nint block = 0; block < Blocks; block++)
                {
                    (nint first, nint last) = RowBlocks.Range(block, Partial.Total, Partial.Channels);
                    V distance = V.LoadFirst(Partial.Means + (block * channels) + c, lanes) - mean;
                    mean = V.MultiplyAdd(distance, V.Constant((last - first) / (double)last), mean);
                    squares += V.LoadFirst(Partial.Squares + (block * channels) + c, lanes);
                    squares = V.MultiplyAdd(distance * distance, V.Constant(first * (double)(last - first) / last), squares);
                }

                V.StoreFirst(mean, Mean + c, lanes);
                V.StoreFirst(squares * V.Constant(1.0 / Partial.Total), Variance + c, lanes);
            }
        }
    }

    private struct NormalizeKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public int Total;
        public int Channels;
        public T* Mean;
        public T* Variance;
        public T* Gamma;
        public T* Beta;
        public double Epsilon;
        public T* Y;
        public Activation Activation;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint block)
            where V : struct, ISimd<V, T>
        {
            (nint first, nint last) = RowBlocks.Range(block, Total, Channels);
            nint c = 0;
            for (; c <= Channels - V.Count; c += V.Count)
            {
                Part<V>(first, last, c, V.Count);
            }

            if (c < Channels)
            {
                Part<V>(first, last, c, Channels - c);
            }

            Activations<V, T>.Apply(Activation, 0, Y + (first * Channels), (last - first) * Channels);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Part<V>(nint first, nint last, nint c, nint lanes)
            where V : struct, ISimd<V, T>
        {
            V mean = V.LoadFirst(Mean + c, lanes), beta = Beta == null ? V.Zero : V.LoadFirst(Beta + c, lanes);
            V scale = BatchNormGradient.Rstd<V, T>(Variance + c, lanes, Epsilon);
            scale = Gamma == null ? scale : scale * V.LoadFirst(Gamma + c, lanes);
            nint channels = Channels;
            for (nint place = (first * channels) + c, end = (last * channels) + c; place < end; place += channels)
            {
                V.StoreFirst(V.MultiplyAdd(V.LoadFirst(X + place, lanes) - mean, scale, beta), Y + place, lanes);
            }
        }
    }
}
