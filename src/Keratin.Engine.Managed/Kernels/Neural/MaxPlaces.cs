using System.Numerics;
using Keratin.Engines.Managed.Numerics;
using Keratin.Engines.Managed.Threading;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>What becomes of the place where a window has its first maximum.</summary>
internal enum MaxPlaceUse
{
    /// <summary>x → the maximum.</summary>
    Value,
    /// <summary>x → the maximum and its place.</summary>
    ValueAndPlace,
    /// <summary>x, y, dy → dx: the gradient goes to the place.</summary>
    Scatter,
    /// <summary>x, y, dy → dx: the gradient goes to all places of the maximum, as in 3-D.</summary>
    ScatterToAll,
    /// <summary>x, y, g → the element of g at the place.</summary>
    Gather,
}

/// <summary>The places of maxima in windows over images with the channels last, one element at a time, for any type of numbers.</summary>
internal static unsafe class MaxPlaces
{
    public static KernelBody Bind(KernelBinding binding, PoolingShape shape, MaxPlaceUse use) => binding.Inputs[0].DType switch
    {
        DType.Float32 => Bind<float>(binding, shape, use),
        DType.Float64 => Bind<double>(binding, shape, use),
        DType.Int32 => Bind<int>(binding, shape, use),
        DType.Int64 => Bind<long>(binding, shape, use),
        DType.Int16 => Bind<short>(binding, shape, use),
        DType.Int8 => Bind<sbyte>(binding, shape, use),
        DType.UInt8 => Bind<byte>(binding, shape, use),
        DType.UInt16 => Bind<ushort>(binding, shape, use),
        DType.UInt32 => Bind<uint>(binding, shape, use),
        DType.UInt64 => Bind<ulong>(binding, shape, use),
        var other => throw binding.Error($"{other.Name()} has no maximum."),
    };

    private static KernelBody Bind<T>(KernelBinding binding, PoolingShape shape, MaxPlaceUse use) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        bool given = use is MaxPlaceUse.Scatter or MaxPlaceUse.ScatterToAll or MaxPlaceUse.Gather;
        bool wide = use == MaxPlaceUse.ValueAndPlace && binding.Outputs[1].DType == DType.Int64;
        bool acrossBatch = use == MaxPlaceUse.ValueAndPlace && binding.Attrs.Bool("include_batch_in_index");
        return (in KernelArgs args) => WorkerPool.For(shape.Batch, 1, new Body<T>
        {
            Shape = shape,
            Use = use,
            X = args.In<T>(0),
            Y = use == MaxPlaceUse.ScatterToAll ? args.In<T>(1) : null,
            Given = given ? args.In<T>(2) : null,
            Result = args.Out<T>(0),
            Places = use == MaxPlaceUse.ValueAndPlace ? args.Out<byte>(1) : null,
            WidePlaces = wide,
            AcrossBatch = acrossBatch,
        });
    }

    /// <summary>An item is an image.</summary>
    private struct Body<T> : IParallelBody where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public PoolingShape Shape;
        public MaxPlaceUse Use;
        public T* X;
        public T* Y;
        public T* Given;
        public T* Result;
        public byte* Places;
        public bool WidePlaces;
        public bool AcrossBatch;

        public readonly void Run(int start, int end)
        {
            nint imageSize = (nint)Shape.Input.Volume * Shape.Channels;
            for (nint image = start; image < end; image++)
            {
                if (Use is MaxPlaceUse.Scatter or MaxPlaceUse.ScatterToAll) new Span<T>(Result + image * imageSize, checked((int)imageSize)).Clear();
                nint output = image * Shape.Output.Volume * Shape.Channels;
                for (int d = 0; d < Shape.Output.Depth; d++)
                    for (int h = 0; h < Shape.Output.Height; h++)
                        for (int w = 0; w < Shape.Output.Width; w++)
                        {
                            var window = Shape.WindowOf(d, h, w);
                            for (int c = 0; c < Shape.Channels; c++, output++) Visit(window, image * imageSize, c, output);
                        }
            }
        }

        private readonly void Visit(in PoolingWindow window, nint image, int channel, nint output)
        {
            T largest = T.MinValue;
            nint place = -1;
            for (int d = window.Depth0; d < window.Depth1; d++)
                for (int h = window.Height0; h < window.Height1; h++)
                    for (int w = window.Width0; w < window.Width1; w++)
                    {
                        nint here = ((((nint)d * Shape.Input.Height) + h) * Shape.Input.Width + w) * Shape.Channels + channel;
                        T value = X[image + here];
                        if (Use == MaxPlaceUse.ScatterToAll)
                        {
                            if (value == Y[output]) Result[image + here] += Given[output];
                            continue;
                        }
                        if (place >= 0 && !(value > largest)) continue;
                        place = here;
                        if (value > largest) largest = value;
                    }
            if (place >= 0) Put(image, place, output, largest);
        }

        private readonly void Put(nint image, nint place, nint output, T largest)
        {
            switch (Use)
            {
                case MaxPlaceUse.Scatter: Result[image + place] += Given[output]; break;
                case MaxPlaceUse.Gather: Result[output] = Given[image + place]; break;
                default:
                    Result[output] = largest;
                    if (Places == null) break;
                    nint told = AcrossBatch ? image + place : place;
                    if (WidePlaces) ((long*)Places)[output] = told; else ((int*)Places)[output] = checked((int)told);
                    break;
            }
        }
    }
}
