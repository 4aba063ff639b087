using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Images under projective transforms: each output pixel looks up the place in the input that its transform names.</summary>
internal static unsafe class ProjectiveKernels
{
    public static Kernel? Find(string op) => op is "ImageProjectiveTransformV2" or "ImageProjectiveTransformV3"
        ? new NumericKernel(static binding => FloatImages.Bind(binding, Bind)) : null;

    private static KernelBody Bind(KernelBinding binding)
    {
        var (images, transforms, output) = (binding.Inputs[0].Shape, binding.Inputs[1].Shape, binding.Outputs[0].Shape);
        if (transforms[0] != 1 && transforms[0] != images[0]) throw binding.Error($"there are {transforms[0]} transforms for {images[0]} images; give one for all or one for each.");
        bool filled = binding.Inputs.Length > 3;
        if (filled && binding.Inputs[3].Shape.Rank != 0) throw binding.Error($"fill_value must be a scalar; its shape is {binding.Inputs[3].Shape}.");
        var body = new Body
        {
            Height = checked((int)images[1]), Width = checked((int)images[2]), Channels = checked((int)images[3]),
            OutputHeight = checked((int)output[1]), OutputWidth = checked((int)output[2]),
            TransformStride = transforms[0] == 1 ? 0 : 8,
            Nearest = binding.Attrs.Text("interpolation") switch
            {
                "NEAREST" => true,
                "BILINEAR" => false,
                var other => throw binding.Error($"interpolation '{other}' is not one of NEAREST, BILINEAR."),
            },
            Fill = FillModes.Find(binding.Attrs.Text("fill_mode")) ?? throw binding.Error($"fill_mode '{binding.Attrs.Text("fill_mode")}' is not one of REFLECT, WRAP, CONSTANT, NEAREST."),
        };
        int rows = checked((int)(images[0] * output[1]));
        return (in KernelArgs args) =>
        {
            var run = body;
            run.X = args.In<float>(0);
            run.Transforms = args.In<float>(1);
            run.Y = args.Out<float>(0);
            run.FillValue = filled ? *args.In<float>(3) : 0;
            WorkerPool.For(rows, 4, run);
        };
    }

    /// <summary>An item is a row of an output.</summary>
    private struct Body : IParallelBody
    {
        public int Height, Width, Channels, OutputHeight, OutputWidth, TransformStride;
        public bool Nearest;
        public FillMode Fill;
        public float FillValue;
        public float* X;
        public float* Transforms;
        public float* Y;

        public readonly void Run(int start, int end)
        {
            for (nint i = start; i < end; i++)
            {
                nint image = i / OutputHeight;
                float* t = Transforms + (image * TransformStride), source = X + (image * Height * Width * Channels);
                float row = i % OutputHeight;
                for (int column = 0; column < OutputWidth; column++)
                {
                    var target = new Span<float>(Y + (((i * OutputWidth) + column) * Channels), Channels);
                    float depth = (t[6] * column) + (t[7] * row) + 1;
                    float x = Fill(((t[0] * column) + (t[1] * row) + t[2]) / depth, Width), y = Fill(((t[3] * column) + (t[4] * row) + t[5]) / depth, Height);
                    if (depth == 0 || !(x > -1 && x < Width && y > -1 && y < Height)) target.Fill(FillValue);
                    else if (Nearest) Pick(source, x, y, target);
                    else Blend(source, x, y, target);
                }
            }
        }

        private readonly void Pick(float* source, float x, float y, Span<float> target)
        {
            nint column = (nint)MathF.Round(x, MidpointRounding.AwayFromZero), row = (nint)MathF.Round(y, MidpointRounding.AwayFromZero);
            for (int c = 0; c < Channels; c++) target[c] = At(source, column, row, c);
        }

        private readonly void Blend(float* source, float x, float y, Span<float> target)
        {
            nint left = (nint)MathF.Floor(x), top = (nint)MathF.Floor(y);
            float right = x - left, bottom = y - top;
            for (int c = 0; c < Channels; c++)
            {
                float above = ((1 - right) * At(source, left, top, c)) + (right * At(source, left + 1, top, c));
                float below = ((1 - right) * At(source, left, top + 1, c)) + (right * At(source, left + 1, top + 1, c));
                target[c] = ((1 - bottom) * above) + (bottom * below);
            }
        }

        private readonly float At(float* source, nint x, nint y, int channel) =>
            x >= 0 && x < Width && y >= 0 && y < Height ? source[(((y * Width) + x) * Channels) + channel] : FillValue;
    }
}

/// <summary>Brings a coordinate into [0, length − 1], or leaves it outside to be filled.</summary>
internal delegate float FillMode(float coordinate, int length);

/// <summary>What lies beyond the edges of an image.</summary>
internal static class FillModes
{
    public static FillMode? Find(string name) => name switch
    {
        "REFLECT" => Reflect,
        "WRAP" => Wrap,
        "NEAREST" => static (x, length) => Clamp(x, length),
        "CONSTANT" => static (x, _) => x,
        _ => null,
    };

    /// <summary>dcba|abcd|dcba</summary>
    private static float Reflect(float x, int length)
    {
        if (length <= 1 || float.IsNaN(x)) return x >= 0 && x <= length - 1 ? x : 0;
        float period = 2 * length;
        if (x < 0)
        {
            x += period * MathF.Truncate(-x / period);
            x = x < -length ? x + period : -x - 1;
        }
        else if (x > length - 1)
        {
            x -= period * MathF.Truncate(x / period);
            if (x >= length) x = period - x - 1;
        }
        return Clamp(x, length);
    }

    /// <summary>abcd|abcd|abcd</summary>
    private static float Wrap(float x, int length)
    {
        if (length <= 1 || float.IsNaN(x)) return x >= 0 && x <= length - 1 ? x : 0;
        if (x < 0) x += length * (MathF.Truncate(-x / (length - 1)) + 1);
        else if (x > length - 1) x -= length * MathF.Truncate(x / (length - 1));
        return Clamp(x, length);
    }

    private static float Clamp(float x, int length) => MathF.Min(MathF.Max(x, 0), length - 1);
}
