using Keratin.Engines.Managed.Numerics;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Maximum and average pools in 2-D and 3-D, and their gradients.</summary>
internal static unsafe class PoolKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "MaxPool" or "MaxPool3D" => Of(new(Forward, Images: [0], Pooled: 0)),
        "MaxPoolV2" => Of(new(Forward, Images: [0], Pooled: 0, WindowInput: 1)),
        "AvgPool" or "AvgPool3D" => Of(new(Average, Images: [0], Pooled: 0)),
        "AvgPoolGrad" or "AvgPool3DGrad" => Of(new(AverageGradient, Images: [1], Pooled: -1)),
        "MaxPoolGrad" => Of(new(MaxGradient, Images: [0, 1, 2], Pooled: 0)),
        "MaxPoolGradV2" => Of(new(MaxGradient, Images: [0, 1, 2], Pooled: 0, WindowInput: 3)),
        "MaxPool3DGrad" => Of(new(SharedGradient, Images: [0, 1, 2], Pooled: 0)),
        "MaxPoolGradGrad" or "MaxPool3DGradGrad" => Of(new(SecondGradient, Images: [0, 1, 2], Pooled: 0)),
        "MaxPoolGradGradV2" => Of(new(SecondGradient, Images: [0, 1, 2], Pooled: 0, WindowInput: 3)),
        _ => ArgMaxPoolKernels.Find(op),
    };

    /// <param name="Bind">Makes the code for images with the channels last.</param>
    /// <param name="Images">The inputs that are images; output 0 is one, too.</param>
    /// <param name="Pooled">The input that has the shape before pooling; -1: output 0 has.</param>
    /// <param name="WindowInput">The input that holds the window, followed by that of the strides; -1: attributes do.</param>
    private sealed record Pool(Func<KernelBinding, PoolingShape, KernelBody> Bind, int[] Images, int Pooled, int WindowInput = -1);

    private static NumericKernel Of(Pool pool) => new(SmallFloats.Widened(binding =>
    {
        var images = pool.Pooled < 0 ? binding.Outputs[0].Shape : binding.Inputs[pool.Pooled].Shape;
        var geometry = pool.WindowInput < 0
            ? WindowGeometry.OfPool(binding.Operation, images, binding.Attrs.Ints("ksize"), binding.Attrs.Ints("strides"))
            : WindowGeometry.OfPool(binding.Operation, images, Vector(binding, pool.WindowInput), Vector(binding, pool.WindowInput + 1));
        var shape = ShapeOf(geometry);
        return ChannelsLast.Bind(binding, geometry.Layout, pool.Images, result: true, inner => pool.Bind(inner, shape));
    }));

    /// <summary>The sizes of a pool as the numerics know them.</summary>
    public static PoolingShape ShapeOf(WindowGeometry geometry)
    {
        var (depth, height, width) = geometry.Volume;
        return new(
            checked((int)geometry.Batch), new((int)depth.Input, (int)height.Input, (int)width.Input), new((int)depth.Output, (int)height.Output, (int)width.Output),
            checked((int)geometry.Channels), new((int)depth.Size, (int)height.Size, (int)width.Size),
            new((int)depth.Stride, (int)height.Stride, (int)width.Stride), new((int)depth.Before, (int)height.Before, (int)width.Before));
    }

    private static long[] Vector(KernelBinding binding, int input) => binding.Required(input).WholeNumbers();

    private static KernelBody Forward(KernelBinding binding, PoolingShape shape) => binding.Outputs[0].DType switch
    {
        DType.Float32 => (in KernelArgs args) => Pooling.Max(shape, args.In<float>(0), args.Out<float>(0)),
        DType.Float64 => (in KernelArgs args) => Pooling.Max(shape, args.In<double>(0), args.Out<double>(0)),
        _ => MaxPlaces.Bind(binding, shape, MaxPlaceUse.Value),
    };

    private static KernelBody Average(KernelBinding binding, PoolingShape shape) => binding.Outputs[0].DType switch
    {
        DType.Float32 => (in KernelArgs args) => Pooling.Average(shape, args.In<float>(0), args.Out<float>(0)),
        DType.Float64 => (in KernelArgs args) => Pooling.Average(shape, args.In<double>(0), args.Out<double>(0)),
        var other => throw binding.Error($"there are no means of {other.Name()}; cast the tensor to a floating-point type."),
    };

    private static KernelBody AverageGradient(KernelBinding binding, PoolingShape shape) => binding.Outputs[0].DType switch
    {
        DType.Float32 => (in KernelArgs args) => Pooling.AverageBackward(shape, args.In<float>(1), args.Out<float>(0)),
        DType.Float64 => (in KernelArgs args) => Pooling.AverageBackward(shape, args.In<double>(1), args.Out<double>(0)),
        var other => throw binding.Error($"there are no means of {other.Name()}; cast the tensor to a floating-point type."),
    };

    private static KernelBody MaxGradient(KernelBinding binding, PoolingShape shape) => binding.Outputs[0].DType switch
    {
        DType.Float32 => (in KernelArgs args) => Pooling.MaxBackward(shape, args.In<float>(0), args.In<float>(2), args.Out<float>(0)),
        DType.Float64 => (in KernelArgs args) => Pooling.MaxBackward(shape, args.In<double>(0), args.In<double>(2), args.Out<double>(0)),
        _ => MaxPlaces.Bind(binding, shape, MaxPlaceUse.Scatter),
    };

    private static KernelBody SharedGradient(KernelBinding binding, PoolingShape shape) => MaxPlaces.Bind(binding, shape, MaxPlaceUse.ScatterToAll);

    private static KernelBody SecondGradient(KernelBinding binding, PoolingShape shape) => MaxPlaces.Bind(binding, shape, MaxPlaceUse.Gather);
}
