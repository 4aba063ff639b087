using System.Numerics;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Counts of values: by value, by range, and the range that a value falls into.</summary>
internal static unsafe class CountingKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Bincount" => new NumericKernel(static b => Bincount(b, binary: false)),
        "DenseBincount" => new NumericKernel(static b => Bincount(b, b.Attrs.Bool("binary_output"))),
        "HistogramFixedWidth" => new NumericKernel(Histogram),
        "Bucketize" => new ElementwiseKernel(Bucketize),
        _ => null,
    };

    private static KernelBody Bincount(KernelBinding binding, bool binary) => (binding.Inputs[0].DType, binding.Outputs[0].DType) switch
    {
        (DType.Int32, DType.Int32) => Bincount<int, int>(binding, binary),
        (DType.Int32, DType.Int64) => Bincount<int, long>(binding, binary),
        (DType.Int32, DType.Float32) => Bincount<int, float>(binding, binary),
        (DType.Int32, DType.Float64) => Bincount<int, double>(binding, binary),
        (DType.Int64, DType.Int32) => Bincount<long, int>(binding, binary),
        (DType.Int64, DType.Int64) => Bincount<long, long>(binding, binary),
        (DType.Int64, DType.Float32) => Bincount<long, float>(binding, binary),
        (DType.Int64, DType.Float64) => Bincount<long, double>(binding, binary),
        var (values, weights) => throw binding.Error($"is not defined for values of {values.Name()} with weights of {weights.Name()}."),
    };

    private static KernelBody Bincount<TValue, T>(KernelBinding binding, bool binary) where TValue : unmanaged, IBinaryInteger<TValue> where T : unmanaged, INumber<T>
    {
        Shape values = binding.Inputs[0].Shape, output = binding.Outputs[0].Shape;
        bool rows = binding.Operation.Op.Name == "DenseBincount" && values.Rank == 2, weighted = binding.Inputs[2].Shape.ElementCount > 0 && !binary;
        if (weighted && binding.Inputs[2].Shape.ElementCount != values.ElementCount) throw binding.Error($"there must be a weight for each value; the shapes are {binding.Inputs[2].Shape} and {values}.");
        long size = output[^1], count = values.ElementCount, perRow = rows ? values[1] : count;
        return (in KernelArgs args) =>
        {
            TValue* x = args.In<TValue>(0);
            T* weights = args.In<T>(2), bins = args.Out<T>(0);
            new Span<T>(bins, checked((int)output.ElementCount)).Clear();
            for (long i = 0; i < count; i++)
            {
                long value = long.CreateTruncating(x[i]);
                if (value < 0) throw binding.Error($"values must not be negative; {value} was given.");
                if (value >= size) continue;
                T* bin = bins + (rows ? i / perRow * size : 0) + value;
                *bin = binary ? T.One : *bin + (weighted ? weights[i] : T.One);
            }
        };
    }

    private static KernelBody Histogram(KernelBinding binding) => binding.Inputs[0].DType switch
    {
        DType.Float32 => Histogram<float>(binding),
        DType.Float64 => Histogram<double>(binding),
        DType.Int32 => Histogram<int>(binding),
        DType.Int64 => Histogram<long>(binding),
        var type => throw binding.Error($"is not defined for {type.Name()}."),
    };

    private static KernelBody Histogram<T>(KernelBinding binding) where T : unmanaged, INumber<T>
    {
        long count = binding.Inputs[0].Shape.ElementCount;
        int bins = checked((int)binding.Outputs[0].Shape[0]);
        if (binding.Inputs[1].Shape.ElementCount != 2) throw binding.Error("value_range must hold two numbers.");
        bool wide = binding.Outputs[0].DType == DType.Int64;
        return (in KernelArgs args) =>
        {
            T* values = args.In<T>(0), range = args.In<T>(1);
            if (!(range[0] < range[1])) throw binding.Error($"the range from {range[0]} to {range[1]} is empty.");
            double low = double.CreateTruncating(range[0]), step = (double.CreateTruncating(range[1]) - low) / bins;
            new Span<byte>(args.Out<byte>(0), bins * (wide ? sizeof(long) : sizeof(int))).Clear();
            for (long i = 0; i < count; i++)
            {
                double place = (double.CreateTruncating(values[i]) - low) / step;
                int bin = place >= bins ? bins - 1 : place > 0 ? (int)place : 0;
                if (wide) args.Out<long>(0)[bin]++; else args.Out<int>(0)[bin]++;
            }
        };
    }

    private static ElementwiseCode Bucketize(KernelBinding binding)
    {
        float[] boundaries = binding.Attrs["boundaries"].Floats;
        for (int i = 1; i < boundaries.Length; i++)
            if (boundaries[i] < boundaries[i - 1]) throw binding.Error("the boundaries must ascend.");
        return binding.Inputs[0].DType switch
        {
            DType.Float32 => new BucketCode<float>(boundaries),
            DType.Float64 => new BucketCode<double>(boundaries),
            DType.Int32 => new BucketCode<int>(boundaries),
            DType.Int64 => new BucketCode<long>(boundaries),
            var type => throw binding.Error($"is not defined for {type.Name()}."),
        };
    }

    /// <summary>How many boundaries are not above a value.</summary>
    private sealed class BucketCode<T>(float[] boundaries) : ElementwiseCode where T : unmanaged, INumber<T>
    {
        public override int Cost => 8;

        public override void Run(void** inputs, uint scalars, void* output, nint count)
        {
            for (nint i = 0; i < count; i++)
            {
                double value = double.CreateTruncating(((T*)inputs[0])[i]);
                int low = 0, high = boundaries.Length;
                while (low < high)
                {
                    int middle = (low + high) / 2;
                    if (boundaries[middle] <= value) low = middle + 1; else high = middle;
                }
                ((int*)output)[i] = low;
            }
        }
    }
}
