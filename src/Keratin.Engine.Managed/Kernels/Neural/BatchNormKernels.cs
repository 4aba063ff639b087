using Keratin.Engines.Managed.Numerics;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Batch normalization and its gradient. Statistics are of float32 where the images are of a smaller type.</summary>
internal static unsafe class BatchNormKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "FusedBatchNorm" or "FusedBatchNormV2" or "FusedBatchNormV3" => new NumericKernel(SmallFloats.Widened(Forward)),
        "FusedBatchNormGrad" or "FusedBatchNormGradV2" or "FusedBatchNormGradV3" => new NumericKernel(SmallFloats.Widened(Gradient)),
        _ => null,
    };

    private static KernelBody Forward(KernelBinding binding) =>
        ChannelsLast.Bind(binding, NormalizationShapes.Layout(binding.Operation), [0], result: true, inner => inner.Inputs[0].DType switch
        {
            DType.Float32 => new Body<float>(inner).Forward,
            DType.Float64 => new Body<double>(inner).Forward,
            var other => throw binding.Error($"{other.Name()} can't be normalized."),
        });

    private static KernelBody Gradient(KernelBinding binding) =>
        ChannelsLast.Bind(binding, NormalizationShapes.Layout(binding.Operation), [0, 1], result: true, inner => inner.Inputs[0].DType switch
        {
            DType.Float32 => new Body<float>(inner).Gradient,
            DType.Float64 => new Body<double>(inner).Gradient,
            var other => throw binding.Error($"{other.Name()} can't be normalized."),
        });

    private sealed class Body<T> where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        private readonly int rows;
        private readonly int channels;
        private readonly bool training;
        private readonly bool hasReserve;
        private readonly double epsilon;
        private readonly double newShare;

        public Body(KernelBinding binding)
        {
            var shape = binding.Inputs[0].Shape;
            channels = checked((int)shape[^1]);
            rows = checked((int)shape[..^1].ElementCount);
            training = binding.Attrs.Bool("is_training");
            epsilon = binding.Attrs.Float("epsilon");
            hasReserve = binding.Outputs.Length == 6;
            newShare = binding.Attrs.TryGet("exponential_avg_factor", out var factor) ? factor.Float : 1;
        }

        public void Forward(in KernelArgs args)
        {
            T* x = args.In<T>(0), mean = args.Out<T>(3), variance = args.Out<T>(4);
            if (training) Statistics(args, x, mean, variance);
            else
            {
                Copy(args.In<T>(3), mean);
                Copy(args.In<T>(4), variance);
                Copy(args.In<T>(3), args.Out<T>(1));
                Copy(args.In<T>(4), args.Out<T>(2));
            }
            if (rows > 0) BatchNorm.Normalize(x, rows, channels, mean, variance, args.In<T>(1), args.In<T>(2), epsilon, args.Out<T>(0));
            if (hasReserve) *args.Out<T>(5) = T.Zero;
        }

        /// <summary>The batch's own statistics, and those that are kept: an average with the earlier ones, its variance that of a sample.</summary>
        private void Statistics(in KernelArgs args, T* x, T* mean, T* variance)
        {
            if (rows == 0)
            {
                // The mean of nothing.
                for (int output = 1; output <= 4; output++) new Span<T>(args.Out<T>(output), channels).Fill(T.NaN);
                return;
            }
            BatchNorm.Statistics(x, rows, channels, mean, variance);
            T sample = T.CreateChecked(rows / (double)Math.Max(rows - 1, 1)), share = T.CreateChecked(newShare), rest = T.CreateChecked(1 - newShare);
            for (int c = 0; c < channels; c++)
            {
                args.Out<T>(1)[c] = newShare == 1 ? mean[c] : rest * args.In<T>(3)[c] + share * mean[c];
                args.Out<T>(2)[c] = newShare == 1 ? variance[c] * sample : rest * args.In<T>(4)[c] + share * variance[c] * sample;
            }
        }

        public void Gradient(in KernelArgs args)
        {
            if (rows == 0)
            {
                new Span<T>(args.Out<T>(1), channels).Clear();
                new Span<T>(args.Out<T>(2), channels).Clear();
                return;
            }
            BatchNorm.Backward(
                args.In<T>(1), args.In<T>(0), rows, channels, args.In<T>(3), args.In<T>(4), args.In<T>(2), epsilon, training, args.Out<T>(0), args.Out<T>(1), args.Out<T>(2));
        }

        private void Copy(T* source, T* target) => new ReadOnlySpan<T>(source, channels).CopyTo(new(target, channels));
    }
}
