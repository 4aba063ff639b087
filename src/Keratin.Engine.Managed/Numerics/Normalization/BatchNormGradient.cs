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

        public readonly void Row<V>(nint block)
            where V : struct, ISimd<V, T>
        {
            (nint first, nint last) = RowBlocks.Range(block, Total, Channels);
            for (nint c = 0; c < Channels; c += V.Count)
            {
                nint lanes = Math.Min(V.Count, Channels - c);
                V mean = V.LoadFirst(Mean + c, lanes), sum = V.Zero, products = V.Zero;
                for (nint row = first; row < last; row++)
                {
                    nint place = (row * Channels) + c;
                    V dy = V.LoadFirst(Dy + place, lanes);
                    sum += dy;
                    products = V.MultiplyAdd(dy, V.LoadFirst(X + place, lanes) - mean, products);
                }

                V.StoreFirst(sum, Dbetas + (block * Channels) + c, lanes);
                V.StoreFirst(products * Rstd<V, T>(Variance + c, lanes, Epsilon), Dgammas + (block * Channels) + c, lanes);
            }
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

        public readonly void Row<V>(nint block)
            where V : struct, ISimd<V, T>
        {
            int channels = Sums.Channels;
            (nint first, nint last) = RowBlocks.Range(block, Sums.Total, channels);
            V share = V.Constant(Training ? 1.0 / Sums.Total : 0);
            for (nint c = 0; c < channels; c += V.Count)
            {
                nint lanes = Math.Min(V.Count, channels - c);
                V rstd = Rstd<V, T>(Sums.Variance + c, lanes, Sums.Epsilon), mean = V.LoadFirst(Sums.Mean + c, lanes);
                V scale = Gamma == null ? rstd : rstd * V.LoadFirst(Gamma + c, lanes);
                V slope = V.LoadFirst(Dgamma + c, lanes) * share * rstd, level = V.LoadFirst(Dbeta + c, lanes) * share;
                for (nint row = first; row < last; row++)
                {
                    nint place = (row * channels) + c;
                    V centred = V.LoadFirst(Sums.X + place, lanes) - mean;
                    V.StoreFirst(scale * (V.LoadFirst(Sums.Dy + place, lanes) - level - (centred * slope)), Dx + place, lanes);
                }
            }
        }
    }
}
