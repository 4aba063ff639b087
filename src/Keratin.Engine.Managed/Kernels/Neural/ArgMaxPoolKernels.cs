using Keratin.Engines.Managed.Threading;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Maximum pools that tell the places of their maxima, and gradients that are told them.</summary>
internal static unsafe class ArgMaxPoolKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "MaxPoolWithArgmax" => new NumericKernel(SmallFloats.Widened(WithPlaces)),
        "MaxPoolGradWithArgmax" => new NumericKernel(SmallFloats.Widened(static binding => Bind(binding, scatter: true))),
        "MaxPoolGradGradWithArgmax" => new NumericKernel(SmallFloats.Widened(static binding => Bind(binding, scatter: false))),
        _ => null,
    };

    private static KernelBody WithPlaces(KernelBinding binding)
    {
        var geometry = WindowGeometry.OfPool(binding.Operation, binding.Inputs[0].Shape, binding.Attrs.Ints("ksize"), binding.Attrs.Ints("strides"));
        return MaxPlaces.Bind(binding, PoolKernels.ShapeOf(geometry), MaxPlaceUse.ValueAndPlace);
    }

    /// <param name="binding">Inputs are images, a gradient and places.</param>
    /// <param name="scatter">The gradient is that of the maxima and goes to their places; else it is one of the images, of which the elements at the places are taken.</param>
    private static KernelBody Bind(KernelBinding binding, bool scatter) => binding.Outputs[0].DType switch
    {
        DType.Float32 => Bind<float>(binding, scatter),
        DType.Float64 => Bind<double>(binding, scatter),
        var other => throw binding.Error($"there are no gradients of {other.Name()}."),
    };

    private static KernelBody Bind<T>(KernelBinding binding, bool scatter) where T : unmanaged, System.Numerics.INumber<T>
    {
        var (images, pooled) = (binding.Inputs[0].Shape, binding.Inputs[2].Shape);
        int batch = checked((int)images[0]);
        nint imageSize = (nint)images[1..].ElementCount, pooledSize = (nint)pooled[1..].ElementCount;
        bool wide = binding.Inputs[2].DType == DType.Int64, acrossBatch = binding.Attrs.Bool("include_batch_in_index");
        return (in KernelArgs args) => WorkerPool.For(batch, 1, new Body<T>
        {
            Binding = binding,
            Scatter = scatter,
            ImageSize = imageSize,
            PooledSize = pooledSize,
            Gradient = args.In<T>(1),
            Places = args.In<byte>(2),
            WidePlaces = wide,
            AcrossBatch = acrossBatch,
            Result = args.Out<T>(0),
        });
    }

    /// <summary>An item is an image.</summary>
    private struct Body<T> : IParallelBody where T : unmanaged, System.Numerics.INumber<T>
    {
        public KernelBinding Binding;
        public bool Scatter;
        public nint ImageSize;
        public nint PooledSize;
        public T* Gradient;
        public byte* Places;
        public bool WidePlaces;
        public bool AcrossBatch;
        public T* Result;

        public readonly void Run(int start, int end)
        {
            for (nint image = start; image < end; image++)
            {
                nint first = image * ImageSize;
                if (Scatter) new Span<T>(Result + first, checked((int)ImageSize)).Clear();
                for (nint i = image * PooledSize; i < (image + 1) * PooledSize; i++)
                {
                    long place = (WidePlaces ? ((long*)Places)[i] : ((int*)Places)[i]) - (AcrossBatch ? first : 0);
                    if ((ulong)place >= (ulong)ImageSize) throw Binding.Error($"a maximum's place {place} lies outside of its image of {ImageSize} elements.");
                    if (Scatter) Result[first + (nint)place] += Gradient[i]; else Result[i] = Gradient[first + (nint)place];
                }
            }
        }
    }
}
