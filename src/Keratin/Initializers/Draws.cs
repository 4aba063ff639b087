using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Keratin.RandomNumbers;

namespace Keratin.Initializers;

/// <summary>
/// Random tensors of a seed, as TensorFlow's <c>tf.random.stateless_*</c> draws them with the seeds (seed, 0), which is how Keras 2
/// and Keras 3 initialize weights.
/// </summary>
internal static class Draws
{
    public static EagerTensor Uniform(Shape shape, DType dtype, double min, double max, (long, long) seeds) => dtype switch
    {
        DType.Float32 => Draw<float, UnitUniform<float>>(shape, dtype, seeds, (float)max - (float)min, min),
        DType.Float64 => Draw<double, UnitUniform<double>>(shape, dtype, seeds, max - min, min),
        DType.Half => Draw<Half, UnitUniform<Half>>(shape, dtype, seeds, (double)(Half)((float)(Half)max - (float)(Half)min), min),
        DType.BFloat16 => Draw<BFloat16, UnitUniform<BFloat16>>(shape, dtype, seeds, (BFloat16)((BFloat16)(float)max - (BFloat16)(float)min), min),
        DType.Int32 => DrawIntegers<int>(shape, dtype, seeds, (long)min, (long)max),
        DType.Int64 => DrawIntegers<long>(shape, dtype, seeds, (long)min, (long)max),
        _ => throw Unsupported(dtype),
    };

    public static EagerTensor Normal(Shape shape, DType dtype, double mean, double stddev, (long, long) seeds) => dtype switch
    {
        DType.Float32 => Draw<float, StandardNormal<float>>(shape, dtype, seeds, stddev, mean),
        DType.Float64 => Draw<double, StandardNormal<double>>(shape, dtype, seeds, stddev, mean),
        DType.Half => Draw<Half, StandardNormal<Half>>(shape, dtype, seeds, stddev, mean),
        DType.BFloat16 => Draw<BFloat16, StandardNormal<BFloat16>>(shape, dtype, seeds, stddev, mean),
        _ => throw Unsupported(dtype),
    };

    public static EagerTensor TruncatedNormal(Shape shape, DType dtype, double mean, double stddev, (long, long) seeds) => dtype switch
    {
        DType.Float32 => Draw<float, TruncatedStandardNormal<float>>(shape, dtype, seeds, stddev, mean),
        DType.Float64 => Draw<double, TruncatedStandardNormal<double>>(shape, dtype, seeds, stddev, mean),
        DType.Half => Draw<Half, TruncatedStandardNormal<Half>>(shape, dtype, seeds, stddev, mean),
        DType.BFloat16 => Draw<BFloat16, TruncatedStandardNormal<BFloat16>>(shape, dtype, seeds, stddev, mean),
        _ => throw Unsupported(dtype),
    };

    private static EagerTensor Draw<T, TDistribution>(Shape shape, DType dtype, (long, long) seeds, double scale, double offset)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        var result = EagerTensor.Allocate(dtype, shape);
        InParts<T, TDistribution>(result, seeds, default, part => ScaleAndShift(part, scale, offset));
        return result;
    }

    private static EagerTensor DrawIntegers<T>(Shape shape, DType dtype, (long, long) seeds, long min, long max)
        where T : unmanaged
    {
        if (max <= min) throw new ArgumentException($"No integers lie between {min} and {max}.", nameof(max));
        var result = EagerTensor.Allocate(dtype, shape);
        InParts<T, UniformInteger<T>>(result, seeds, new UniformInteger<T>((ulong)min, (ulong)(max - min)), static _ => { });
        return result;
    }

    /// <summary>Fills large tensors on all cores: every group of a stream can be made on its own.</summary>
    private static void InParts<T, TDistribution>(EagerTensor tensor, (long, long) seeds, TDistribution distribution, PartAction<T> finish)
        where T : unmanaged
        where TDistribution : struct, IDistribution<T>
    {
        const int PartLength = 1 << 16;
        long count = tensor.Shape.ElementCount;
        int parts = (int)((count + PartLength - 1) / PartLength);
        var stream = Philox.FromSeeds(seeds.Item1, seeds.Item2);
        void Fill(int part)
        {
            int start = part * PartLength;
            var elements = HostTensor.Elements<T>(tensor).Slice(start, (int)Math.Min(PartLength, count - start));
            RandomFill.Fill(stream, elements, start / TDistribution.GroupSize, distribution);
            finish(elements);
        }

        if (parts > 1)
        {
            Parallel.For(0, parts, Fill);
        }
        else if (parts == 1)
        {
            Fill(0);
        }
    }

    /// <summary>Two operations that round in the tensor's own dtype, as TensorFlow's do.</summary>
    private static void ScaleAndShift<T>(Span<T> elements, double scale, double offset)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            var floats = MemoryMarshal.Cast<T, float>(elements);
            TensorPrimitives.Multiply(floats, (float)scale, floats);
            TensorPrimitives.Add(floats, (float)offset, floats);
        }
        else if (typeof(T) == typeof(double))
        {
            var doubles = MemoryMarshal.Cast<T, double>(elements);
            TensorPrimitives.Multiply(doubles, scale, doubles);
            TensorPrimitives.Add(doubles, offset, doubles);
        }
        else if (typeof(T) == typeof(Half))
        {
            Half factor = (Half)scale, shift = (Half)offset;
            foreach (ref var element in MemoryMarshal.Cast<T, Half>(elements)) element = (element * factor) + shift;
        }
        else
        {
            BFloat16 factor = (BFloat16)(float)scale, shift = (BFloat16)(float)offset;
            foreach (ref var element in MemoryMarshal.Cast<T, BFloat16>(elements)) element = (BFloat16)((BFloat16)(element * factor) + shift);
        }
    }

    private delegate void PartAction<T>(Span<T> part);

    private static ArgumentException Unsupported(DType dtype) =>
        new($"Weights of dtype {dtype.Name()} can't be drawn at random; use a floating-point dtype.", nameof(dtype));
}
