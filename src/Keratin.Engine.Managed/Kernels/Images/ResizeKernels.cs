using Keratin.Engines.Managed.Threading;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Changes of the size of images (batch, height, width, channels), and their gradients.</summary>
internal static unsafe class ResizeKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "ResizeBilinear" => Forward(AxisTaps.Linear),
        "ResizeBicubic" => Forward(AxisTaps.Cubic),
        "ResizeArea" => Forward(AxisTaps.Area),
        "ResizeBilinearGrad" => Backward(AxisTaps.Linear),
        "ResizeBicubicGrad" => Backward(AxisTaps.Cubic),
        "ResizeNearestNeighborGrad" => Backward(AxisTaps.Nearest),
        "ResizeNearestNeighbor" => new NumericKernel(Nearest),
        "ScaleAndTranslate" => new NumericKernel(static binding => FloatImages.Bind(binding, static inner => Sampled(inner, backward: false))),
        "ScaleAndTranslateGrad" => new NumericKernel(static binding => FloatImages.Bind(binding, static inner => Sampled(inner, backward: true))),
        _ => null,
    };

    private static NumericKernel Forward(Func<AxisScale, AxisTaps> taps) => new(binding => FloatImages.Bind(binding, inner =>
    {
        var resampling = Make(inner, taps, inner.Inputs[0], inner.Outputs[0]);
        return (in KernelArgs args) => resampling.Forward(args.In<float>(0), args.Out<float>(0));
    }));

    private static NumericKernel Backward(Func<AxisScale, AxisTaps> taps) => new(binding => FloatImages.Bind(binding, inner =>
    {
        var resampling = Make(inner, taps, inner.Outputs[0], inner.Inputs[0]);
        return (in KernelArgs args) => resampling.Backward(args.In<float>(0), args.Out<float>(0));
    }));

    private static Resampling Make(KernelBinding binding, Func<AxisScale, AxisTaps> taps, TensorSpec from, TensorSpec to) =>
        new(checked((int)from.Shape[0]), taps(Scale(binding, 1, from, to)), taps(Scale(binding, 2, from, to)), checked((int)from.Shape[3]));

    private static AxisScale Scale(KernelBinding binding, int axis, TensorSpec from, TensorSpec to)
    {
        bool align = binding.Attrs.Bool("align_corners"), half = binding.Attrs.TryGet("half_pixel_centers", out var value) && value.Bool;
        if (align && half) throw binding.Error("align_corners and half_pixel_centers can't both be true.");
        return new(checked((int)from.Shape[axis]), checked((int)to.Shape[axis]), align, half);
    }

    private static KernelBody Sampled(KernelBinding binding, bool backward)
    {
        string name = binding.Attrs.Text("kernel_type");
        var kernel = SamplingKernel.Find(name)
            ?? throw binding.Error($"kernel_type '{name}' is not one of lanczos1, lanczos3, lanczos5, gaussian, box, triangle, keyscubic, mitchellcubic.");
        bool antialias = binding.Attrs.Bool("antialias");
        var (from, to) = backward ? (binding.Outputs[0].Shape, binding.Inputs[0].Shape) : (binding.Inputs[0].Shape, binding.Outputs[0].Shape);
        float[] scale = Pair(binding, 2), translation = Pair(binding, 3);
        if (!(scale[0] > 0 && scale[1] > 0)) throw binding.Error($"the scale [{scale[0]}, {scale[1]}] must be above 0.");
        AxisTaps Taps(int axis) => AxisTaps.Sampled(checked((int)from[axis]), checked((int)to[axis]), kernel, scale[axis - 1], translation[axis - 1], antialias);
        var resampling = new Resampling(checked((int)from[0]), Taps(1), Taps(2), checked((int)from[3]));
        if (backward) return (in KernelArgs args) => resampling.Backward(args.In<float>(0), args.Out<float>(0));
        return (in KernelArgs args) => resampling.Forward(args.In<float>(0), args.Out<float>(0));
    }

    private static float[] Pair(KernelBinding binding, int input) =>
        binding.Required(input) is { DType: DType.Float32, Rank: 1, ByteLength: 8 } pair ? pair.ToArray<float>()
        : throw binding.Error($"input {input} must hold two float32, for height and width; it is {binding.Inputs[input].DType.Name()} {binding.Inputs[input].Shape}.");

    /// <summary>Whole pixels are copied, whatever their type.</summary>
    private static KernelBody Nearest(KernelBinding binding)
    {
        AxisTaps rows = AxisTaps.Nearest(Scale(binding, 1, binding.Inputs[0], binding.Outputs[0])), columns = AxisTaps.Nearest(Scale(binding, 2, binding.Inputs[0], binding.Outputs[0]));
        int batch = checked((int)binding.Inputs[0].Shape[0]), pixel = checked((int)binding.Inputs[0].Shape[3] * binding.Inputs[0].DType.Size());
        return (in KernelArgs args) => WorkerPool.For(checked(batch * rows.Outputs), 4, new NearestBody(rows, columns, pixel, args.In<byte>(0), args.Out<byte>(0)));
    }

    /// <summary>An item is a row of an output.</summary>
    private readonly struct NearestBody(AxisTaps rows, AxisTaps columns, int pixel, byte* x, byte* y) : IParallelBody
    {
        private readonly byte* x = x;
        private readonly byte* y = y;

        public void Run(int start, int end)
        {
            for (nint i = start; i < end; i++)
            {
                byte* source = x + (((i / rows.Outputs * rows.Inputs) + rows.Sources[i % rows.Outputs]) * columns.Inputs * pixel);
                byte* target = y + (i * columns.Outputs * pixel);
                for (int column = 0; column < columns.Outputs; column++)
                    new ReadOnlySpan<byte>(source + ((nint)columns.Sources[column] * pixel), pixel).CopyTo(new(target + ((nint)column * pixel), pixel));
            }
        }
    }
}
