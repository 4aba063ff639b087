using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <content>Depthwise convolutions: products are added without being rounded themselves.</content>
internal static unsafe partial class SmallConvolution<TRounding>
{
    /// <summary>Sums over the window.</summary>
    public static void DepthwiseForward(ConvolutionShape shape, float* x, float* filter, float* y) =>
        WorkerPool.For(shape.Batch * shape.Output.Height, 1, new ForwardBody { Shape = shape, X = x, Filter = filter, Y = y });

    /// <summary>Sums over the window, then over the outputs of a channel.</summary>
    public static void DepthwiseInputGradient(ConvolutionShape shape, float* dy, float* filter, float* dx) =>
        WorkerPool.For(shape.Batch * shape.Input.Height, 1, new DepthwiseInputBody { Shape = shape, Dy = dy, Filter = filter, Dx = dx });

    /// <summary>Sums over the pixels of an image, then over images.</summary>
    public static void DepthwiseFilterGradient(ConvolutionShape shape, float* x, float* dy, float* dfilter) =>
        WorkerPool.For(shape.Kernel.Volume, 1, new DepthwiseFilterBody { Shape = shape, X = x, Dy = dy, Dfilter = dfilter });

    /// <summary>Each channel as often as the multiplier says.</summary>
    private static float* Repeat(float* pixel, in ConvolutionShape shape, float* buffer)
    {
        int multiplier = shape.OutChannels / shape.InChannels;
        if (multiplier == 1) return pixel;
        for (nint c = 0; c < shape.OutChannels; c++) buffer[c] = pixel[c / multiplier];
        return buffer;
    }

    /// <summary>An item is a row of an output.</summary>
    private struct ForwardBody : IParallelBody
    {
        public ConvolutionShape Shape;
        public float* X;
        public float* Filter;
        public float* Y;

        public readonly void Run(int start, int end)
        {
            using Scratch scratch = Scratch.Rent<float>(Shape.OutChannels);
            for (int i = start; i < end; i++)
            {
                var (image, y) = (i / Shape.Output.Height, i % Shape.Output.Height);
                for (int x = 0; x < Shape.Output.Width; x++)
                {
                    float* target = Output(Shape, Y, image, y, x);
                    new Span<float>(target, Shape.OutChannels).Clear();
                    for (int tap = 0; tap < Shape.Kernel.Volume; tap++)
                        if (SourceRow(Shape, y, tap) is >= 0 and var row && SourceColumn(Shape, x, tap) is >= 0 and var column)
                            MultiplyAdd(Repeat(Input(Shape, X, image, row, column), Shape, (float*)scratch.Pointer), Filter + ((nint)tap * Shape.OutChannels), target, Shape.OutChannels);
                }
            }
        }
    }

    /// <summary>An item is a place of the window.</summary>
    private struct DepthwiseFilterBody : IParallelBody
    {
        public ConvolutionShape Shape;
        public float* X;
        public float* Dy;
        public float* Dfilter;

        public readonly void Run(int start, int end)
        {
            using Scratch scratch = Scratch.Rent<float>(2 * (nint)Shape.OutChannels);
            float* ofImage = (float*)scratch.Pointer, repeated = ofImage + Shape.OutChannels;
            for (int tap = start; tap < end; tap++)
            {
                float* target = Dfilter + ((nint)tap * Shape.OutChannels);
                new Span<float>(target, Shape.OutChannels).Clear();
                for (int image = 0; image < Shape.Batch; image++)
                {
                    new Span<float>(ofImage, Shape.OutChannels).Clear();
                    for (int y = 0; y < Shape.Output.Height; y++)
                        for (int x = 0; x < Shape.Output.Width; x++)
                            if (SourceRow(Shape, y, tap) is >= 0 and var row && SourceColumn(Shape, x, tap) is >= 0 and var column)
                                MultiplyAdd(Repeat(Input(Shape, X, image, row, column), Shape, repeated), Output(Shape, Dy, image, y, x), ofImage, Shape.OutChannels);
                    AddProduct(ofImage, 1, target, Shape.OutChannels);
                }
            }
        }
    }

    /// <summary>An item is a row of an input.</summary>
    private struct DepthwiseInputBody : IParallelBody
    {
        public ConvolutionShape Shape;
        public float* Dy;
        public float* Filter;
        public float* Dx;

        public readonly void Run(int start, int end)
        {
            using Scratch scratch = Scratch.Rent<float>(Shape.OutChannels);
            float* sums = (float*)scratch.Pointer;
            int multiplier = Shape.OutChannels / Shape.InChannels;
            for (int i = start; i < end; i++)
            {
                var (image, y) = (i / Shape.Input.Height, i % Shape.Input.Height);
                for (int x = 0; x < Shape.Input.Width; x++)
                {
                    new Span<float>(sums, Shape.OutChannels).Clear();
                    for (int tap = 0; tap < Shape.Kernel.Volume; tap++)
                        if (ReaderRow(Shape, y, tap) is >= 0 and var row && ReaderColumn(Shape, x, tap) is >= 0 and var column)
                            MultiplyAdd(Output(Shape, Dy, image, row, column), Filter + ((nint)tap * Shape.OutChannels), sums, Shape.OutChannels);
                    float* target = Input(Shape, Dx, image, y, x);
                    new Span<float>(target, Shape.InChannels).Clear();
                    for (int c = 0; c < Shape.OutChannels; c++) AddProduct(sums + c, 1, target + (c / multiplier), 1);
                }
            }
        }
    }
}
