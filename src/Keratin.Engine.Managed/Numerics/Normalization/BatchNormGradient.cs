using System.Runtime.CompilerServices;

namespace Keratin.Engines.Managed.Numerics;

/// <summary>The two passes of the gradient of <see cref="BatchNorm"/>: sums over the rows, then the input.</summary>
internal static unsafe class BatchNormGradient
{
    /// <summary>1 / √(variance + epsilon).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Rstd<V, T>(T* variance, nint lanes, double epsilon)
        where V : struct, ISimd<V, T>
        where T : unmanaged => V.Constant(1) / V.Sqrt(V.LoadFirst(variance, lanes) + V.Constant(epsilon));

    /// <summary>Of each block of rows: Σ dy and Σ dy · n with n = (x − mean) · rstd.</summary>
    public struct SumsKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public T* X;
        public T* Dy;
        public int Total;
        public int Channels;
        public T* Mean;
        public T* Variance;
        public double Epsilon;
        public T* Dgammas;
        public T* Dbetas;

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
            V mean = V.LoadFirst(Mean + c, lanes), sum = V.Zero, products = V.Zero;
            nint channels = Channels;
            for (nint place = (first * channels) + c, end = (last * channels) + c; place < end; place += channels)
            {
                V dy = V.LoadFirst(Dy + place, lanes);
                sum += dy;
                products = V.MultiplyAdd(dy, V.LoadFirst(X + place, lanes) - mean, products);
            }

            V.StoreFirst(sum, Dbetas + (block * channels) + c, lanes);
            V.StoreFirst(products * Rstd<V, T>(Variance + c, lanes, Epsilon), Dgammas + (block * channels) + c, lanes);
        }
    }

    /// <summary>dx = gamma · rstd · (dy − dbeta / rows − n · dgamma / rows), or gamma · rstd · dy where the statistics are constants.</summary>
    public struct InputKernel<T> : IRowKernel<T>
        where T : unmanaged
    {
        public SumsKernel<T> Sums;
        public T* Gamma;
        public bool Training;
        public T* Dx;
        public T* Dgamma;
        public T* Dbeta;

        [MethodImpl(Simd.Loop)]
        public readonly void Row<V>(nint block)
            where V : struct, ISimd<V, T>
        {
            int channels = Sums.Channels;
            (nint first, nint last) = RowBlocks.Range(block, Sums.Total, channels);
            nint c = 0;
            for (; c <= channels - V.Count; c += V.Count)
            {
                Part<V>(first, last, c, V.Count);
            }

            if (c < channels)
            {
                Part<V>(first, last, c, channels - c);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Part<V>(nint first, nint last, nint c, nint lanes)
            where V : struct, ISimd<V, T>
        {
            V share = V.Constant(Training ? 1.0 / Sums.Total : 0);
            V rstd = Rstd<V, T>(Sums.Variance + c, lanes, Sums.Epsilon), mean = V.LoadFirst(Sums.Mean + c, lanes);
            V scale = Gamma == null ? rstd : rstd * V.LoadFirst(Gamma + c, lanes);
            V slope = V.LoadFirst(Dgamma + c, lanes) * share * rstd, level = V.LoadFirst(Dbeta + c, lanes) * share;
            nint channels = Sums.Channels;
            T* x = Sums.X, dy = Sums.Dy, dx = Dx;
            for (nint place = (first * channels) + c, end = (last * channels) + c; place < end; place += channels)
            {
                V centred = V.LoadFirst(x + place, lanes) - mean;
                V.StoreFirst(scale * (V.LoadFirst(dy + place, lanes) - level - (centred * slope)), dx + place, lanes);
            }
        }
    }
}
