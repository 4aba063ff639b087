using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Local response normalization: each channel is divided by (bias + alpha · Σ squares of the channels around it)^beta.</summary>
internal static unsafe class LocalResponseKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "LRN" => new NumericKernel(SmallFloats.Widened(Forward)),
        "LRNGrad" => new NumericKernel(SmallFloats.Widened(Gradient)),
        _ => null,
    };

    private static KernelBody Forward(KernelBinding binding)
    {
        var (body, pixels) = Bind(binding);
        return (in KernelArgs args) =>
        {
            var run = body;
            run.X = args.In<float>(0);
            run.Result = args.Out<float>(0);
            WorkerPool.For(pixels, 64, run);
        };
    }

    private static KernelBody Gradient(KernelBinding binding)
    {
        var (body, pixels) = Bind(binding);
        return (in KernelArgs args) =>
        {
            var run = body;
            run.Gradient = args.In<float>(0);
            run.X = args.In<float>(1);
            run.Y = args.In<float>(2);
            run.Result = args.Out<float>(0);
            WorkerPool.For(pixels, 64, run);
        };
    }

    private static (Body Body, int Pixels) Bind(KernelBinding binding)
    {
        if (binding.Inputs[0].DType != DType.Float32) throw binding.Error($"{binding.Inputs[0].DType.Name()} can't be normalized.");
        var shape = binding.Inputs[0].Shape;
        long radius = binding.Attrs.Int("depth_radius");
        if (radius < 0) throw binding.Error($"depth_radius is {radius}; it must be 0 or more.");
        return (new Body
        {
            Channels = checked((int)shape[3]), Radius = (int)Math.Min(radius, shape[3]),
            Bias = binding.Attrs.Float("bias"), Alpha = binding.Attrs.Float("alpha"), Beta = binding.Attrs.Float("beta"),
        }, checked((int)shape[..3].ElementCount));
    }

    /// <summary>An item is a pixel.</summary>
    private struct Body : IParallelBody
    {
        public int Channels, Radius;
        public float Bias, Alpha, Beta;
        public float* X;
        public float* Y;
        public float* Gradient;
        public float* Result;

        public readonly void Run(int start, int end)
        {
            for (nint first = (nint)start * Channels; first < (nint)end * Channels; first += Channels)
            {
                if (Gradient != null) new Span<float>(Result + first, Channels).Clear();
                for (int c = 0; c < Channels; c++)
                {
                    int low = Math.Max(0, c - Radius), high = Math.Min(Channels - 1, c + Radius);
                    float sum = 0;
                    for (int k = low; k <= high; k++) sum += X[first + k] * X[first + k];
                    float norm = Bias + (Alpha * sum), power = MathF.Pow(norm, -Beta);
                    if (Gradient == null) Result[first + c] = X[first + c] * power;
                    else TakeBack(first, c, low, high, norm, power);
                }
            }
        }

        private readonly void TakeBack(nint first, int channel, int low, int high, float norm, float power)
        {
            float gradient = Gradient[first + channel], slope = -2 * Alpha * Beta * Y[first + channel] / norm;
            for (int k = low; k <= high; k++) Result[first + k] += slope * X[first + k] * gradient;
            Result[first + channel] += power * gradient;
        }
    }
}
