using System.Numerics;
using Keratin.Engines.Managed.Threading;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Grey-scale dilation: the largest of input + filter over a window; the gradient goes to where it was found.</summary>
internal static unsafe class DilationKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Dilation2D" => Of(Use.Value),
        "Dilation2DBackpropInput" => Of(Use.InputGradient),
        "Dilation2DBackpropFilter" => Of(Use.FilterGradient),
        _ => null,
    };

    private enum Use { Value, InputGradient, FilterGradient }

    private static NumericKernel Of(Use use) => new(SmallFloats.Widened(binding => binding.Inputs[0].DType switch
    {
        DType.Float32 => Bind<float>(binding, use),
        DType.Float64 => Bind<double>(binding, use),
        DType.Int32 => Bind<int>(binding, use),
        DType.Int64 => Bind<long>(binding, use),
        DType.Int16 => Bind<short>(binding, use),
        DType.Int8 => Bind<sbyte>(binding, use),
        DType.UInt8 => Bind<byte>(binding, use),
        DType.UInt16 => Bind<ushort>(binding, use),
        var other => throw binding.Error($"{other.Name()} can't be dilated."),
    }));

    private static KernelBody Bind<T>(KernelBinding binding, Use use) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var geometry = DilationShapes.Geometry(binding.Operation, binding.Inputs[0].Shape, binding.Inputs[1].Shape);
        int batch = checked((int)geometry.Batch);
        int results = checked((int)binding.Outputs[0].Shape.ElementCount);
        return (in KernelArgs args) =>
        {
            if (use != Use.Value) new Span<T>(args.Out<T>(0), results).Clear();
            var body = new Body<T>
            {
                Use = use, Rows = geometry.Axes[0], Columns = geometry.Axes[1], Channels = checked((int)geometry.Channels),
                X = args.In<T>(0), Filter = args.In<T>(1), Gradient = use == Use.Value ? null : args.In<T>(2), Result = args.Out<T>(0),
            };
            // All images add to the same filter.
            if (use == Use.FilterGradient) body.Run(0, batch);
            else WorkerPool.For(batch, 1, body);
        };
    }

    /// <summary>An item is an image.</summary>
    private struct Body<T> : IParallelBody where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public Use Use;
        public WindowAxis Rows, Columns;
        public int Channels;
        public T* X;
        public T* Filter;
        public T* Gradient;
        public T* Result;

        public readonly void Run(int start, int end)
        {
            for (nint image = start; image < end; image++)
            {
                nint input = image * (nint)(Rows.Input * Columns.Input) * Channels, output = image * (nint)(Rows.Output * Columns.Output) * Channels;
                for (long row = 0; row < Rows.Output; row++)
                    for (long column = 0; column < Columns.Output; column++)
                        for (int c = 0; c < Channels; c++) Visit(input, row, column, c, output++);
            }
        }

        private readonly void Visit(nint image, long row, long column, int channel, nint output)
        {
            T largest = T.MinValue;
            nint from = -1, tap = -1;
            for (long i = 0; i < Rows.Size; i++)
            {
                long y = (row * Rows.Stride) - Rows.Before + (i * Rows.Dilation);
                if (y < 0 || y >= Rows.Input) continue;
                for (long j = 0; j < Columns.Size; j++)
                {
                    long x = (column * Columns.Stride) - Columns.Before + (j * Columns.Dilation);
                    if (x < 0 || x >= Columns.Input) continue;
                    nint here = image + ((nint)((y * Columns.Input) + x) * Channels) + channel, weight = ((nint)((i * Columns.Size) + j) * Channels) + channel;
                    T sum = X[here] + Filter[weight];
                    if (from >= 0 && !(sum > largest)) continue;
                    (largest, from, tap) = (sum, here, weight);
                }
            }
            if (Use == Use.Value) Result[output] = largest;
            else if (from >= 0) Result[Use == Use.InputGradient ? from : tap] += Gradient[output];
        }
    }
}
