using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <content>Gradients of dense convolutions.</content>
internal static unsafe partial class SmallConvolution<TRounding>
{
    // Beyond so many products sums are of float32: TensorFlow's order is then that of its blocks and threads, and float32 is faster and nearer to the truth.
    private const long MostProducts = 1 << 22;

    /// <summary>Whether a convolution is small enough for its order to be known.</summary>
    public static bool Takes(ConvolutionShape shape) => (long)shape.Batch * shape.Output.Volume * shape.Kernel.Volume * shape.GroupIn * shape.OutChannels <= MostProducts;

    /// <summary>For each output pixel and each place of its window a sum over outputs, which is added to the gradient.</summary>
    public static void InputGradient(ConvolutionShape shape, float* dy, float* filter, float* dx) =>
        WorkerPool.For(shape.Batch * shape.Groups, 1, new DenseInputBody { Shape = shape, Dy = dy, Filter = filter, Dx = dx });

    /// <summary>Sums over the pixels of all images; products are not rounded themselves.</summary>
    public static void FilterGradient(ConvolutionShape shape, float* x, float* dy, float* dfilter) =>
        WorkerPool.For(shape.Kernel.Volume * shape.GroupIn, 1, new DenseFilterBody { Shape = shape, X = x, Dy = dy, Dfilter = dfilter });

    /// <summary>An item is a place of the window and a channel of a group.</summary>
    private struct DenseFilterBody : IParallelBody
    {
        public ConvolutionShape Shape;
        public float* X;
        public float* Dy;
        public float* Dfilter;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                var (tap, channel) = (i / Shape.GroupIn, i % Shape.GroupIn);
                float* target = Dfilter + ((nint)i * Shape.OutChannels);
                new Span<float>(target, Shape.OutChannels).Clear();
                for (int image = 0; image < Shape.Batch; image++)
                    for (int y = 0; y < Shape.Output.Height; y++)
                        for (int x = 0; x < Shape.Output.Width; x++)
                            if (SourceRow(Shape, y, tap) is >= 0 and var row && SourceColumn(Shape, x, tap) is >= 0 and var column)
                                for (int group = 0; group < Shape.Groups; group++)
                                {
                                    float factor = Input(Shape, X, image, row, column)[(group * Shape.GroupIn) + channel];
                                    MultiplyAdd(Output(Shape, Dy, image, y, x) + (group * Shape.GroupOut), factor, target + (group * Shape.GroupOut), Shape.GroupOut);
                                }
            }
        }
    }

    /// <summary>An item is a group of channels of an image.</summary>
    private struct DenseInputBody : IParallelBody
    {
        public ConvolutionShape Shape;
        public float* Dy;
        public float* Filter;
        public float* Dx;

        public readonly void Run(int start, int end)
        {
            int channels = Shape.GroupIn, outputs = Shape.GroupOut;
            // TensorFlow takes places and channels eight at a time and rounds their products; those left over it does not.
            int packed = Shape.Kernel.Volume * channels / 8 * 8;
            using Scratch scratch = Scratch.Rent<float>((((nint)Shape.Kernel.Volume * outputs) + 1) * channels);
            float* sums = (float*)scratch.Pointer, turned = sums + channels;
            for (int i = start; i < end; i++)
            {
                var (image, group) = (i / Shape.Groups, i % Shape.Groups);
                Turn(group, turned);
                for (int y = 0; y < Shape.Input.Height; y++)
                    for (int x = 0; x < Shape.Input.Width; x++) new Span<float>(Input(Shape, Dx, image, y, x) + (group * channels), channels).Clear();
                for (int y = 0; y < Shape.Output.Height; y++)
                    for (int x = 0; x < Shape.Output.Width; x++)
                        for (int tap = 0; tap < Shape.Kernel.Volume; tap++)
                            if (SourceRow(Shape, y, tap) is >= 0 and var row && SourceColumn(Shape, x, tap) is >= 0 and var column)
                            {
                                float* dy = Output(Shape, Dy, image, y, x) + (group * outputs);
                                new Span<float>(sums, channels).Clear();
                                int first = Math.Clamp(packed - (tap * channels), 0, channels);
                                for (nint o = 0; o < outputs; o++)
                                {
                                    float* weights = turned + (((tap * outputs) + o) * channels);
                                    AddProduct(weights, dy[o], sums, first);
                                    MultiplyAdd(weights + first, dy[o], sums + first, channels - first);
                                }

                                AddProduct(sums, 1, Input(Shape, Dx, image, row, column) + (group * channels), channels);
                            }
            }
        }

        /// <summary>A group's part of the filter (place, channel, output) as (place, output, channel).</summary>
        private readonly void Turn(int group, float* turned)
        {
            for (nint tap = 0; tap < Shape.Kernel.Volume; tap++)
                for (nint c = 0; c < Shape.GroupIn; c++)
                    for (nint o = 0; o < Shape.GroupOut; o++)
                        turned[(((tap * Shape.GroupOut) + o) * Shape.GroupIn) + c] = Filter[(((tap * Shape.GroupIn) + c) * Shape.OutChannels) + (group * Shape.GroupOut) + o];
        }
    }
}
