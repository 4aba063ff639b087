using Keratin.Engines.Managed.Numerics;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Convolutions in 2-D and 3-D, depthwise ones, and their gradients.</summary>
internal static unsafe class ConvolutionKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Conv2D" or "Conv3D" or "DepthwiseConv2dNative" => Of(Pass.Forward),
        "Conv2DBackpropInput" or "Conv3DBackpropInputV2" or "DepthwiseConv2dNativeBackpropInput" => Of(Pass.InputGradient),
        "Conv2DBackpropFilter" or "Conv3DBackpropFilterV2" or "DepthwiseConv2dNativeBackpropFilter" => Of(Pass.FilterGradient),
        _ => null,
    };

    /// <summary>The sizes of a convolution as the numerics know them.</summary>
    public static ConvolutionShape ShapeOf(ConvolutionGeometry geometry)
    {
        var (depth, height, width) = geometry.Window.Volume;
        return new()
        {
            Batch = checked((int)geometry.Window.Batch),
            InChannels = checked((int)geometry.Window.Channels),
            OutChannels = checked((int)geometry.OutChannels),
            Groups = checked((int)geometry.Groups),
            Input = new((int)depth.Input, (int)height.Input, (int)width.Input),
            Kernel = new((int)depth.Size, (int)height.Size, (int)width.Size),
            Output = new(checked((int)depth.Output), checked((int)height.Output), checked((int)width.Output)),
            Strides = new((int)depth.Stride, (int)height.Stride, (int)width.Stride),
            Dilations = new((int)depth.Dilation, (int)height.Dilation, (int)width.Dilation),
            Padding = new((int)depth.Before, (int)height.Before, (int)width.Before),
        };
    }

    private enum Pass { Forward, InputGradient, FilterGradient }

    private static NumericKernel Of(Pass pass) => new(binding => SmallFloats.Widened(inner => Bind(inner, pass, binding.Outputs[0].DType))(binding));

    /// <param name="binding">Sees small floats as float32.</param>
    /// <param name="pass">What is computed.</param>
    /// <param name="given">The type that callers see.</param>
    private static KernelBody Bind(KernelBinding binding, Pass pass, DType given)
    {
        var input = pass == Pass.InputGradient ? binding.Outputs[0].Shape : binding.Inputs[0].Shape;
        var filter = pass == Pass.FilterGradient ? binding.Outputs[0].Shape : binding.Inputs[1].Shape;
        var geometry = ConvolutionGeometry.Of(binding.Operation, input, filter);
        var shape = ShapeOf(geometry);
        ReadOnlySpan<int> images = pass switch { Pass.Forward => [0], Pass.InputGradient => [2], _ => [0, 2] };
        return ChannelsLast.Bind(binding, geometry.Window.Layout, images, pass != Pass.FilterGradient, inner => inner.Outputs[0].DType switch
        {
            DType.Float32 when given == DType.Half && Small<HalfRounding>(shape, pass, geometry) is { } small => small,
            DType.Float32 when given == DType.BFloat16 && Small<BFloat16Rounding>(shape, pass, geometry) is { } small => small,
            DType.Float32 => Floats<float>(shape, pass, geometry.IsDepthwise),
            DType.Float64 => Floats<double>(shape, pass, geometry.IsDepthwise),
            DType.Int32 => Integers(shape, pass),
            var other => throw binding.Error($"there is no convolution of {other.Name()}; cast the tensors to a floating-point type."),
        });
    }

    private static KernelBody Floats<T>(ConvolutionShape shape, Pass pass, bool depthwise) where T : unmanaged => (pass, depthwise) switch
    {
        _ when Empty(shape) => (in KernelArgs args) => Clear<T>(shape, pass, args),
        (Pass.Forward, false) => (in KernelArgs args) => Convolution.Forward(shape, args.In<T>(0), args.In<T>(1), args.Out<T>(0)),
        (Pass.InputGradient, false) => (in KernelArgs args) => Convolution.BackwardInput(shape, args.In<T>(2), args.In<T>(1), args.Out<T>(0)),
        (_, false) => (in KernelArgs args) => Convolution.BackwardFilter(shape, args.In<T>(0), args.In<T>(2), args.Out<T>(0)),
        (Pass.Forward, true) => (in KernelArgs args) => Depthwise.Forward(shape, args.In<T>(0), args.In<T>(1), args.Out<T>(0)),
        (Pass.InputGradient, true) => (in KernelArgs args) => Depthwise.BackwardInput(shape, args.In<T>(2), args.In<T>(1), args.Out<T>(0)),
        (_, true) => (in KernelArgs args) => Depthwise.BackwardFilter(shape, args.In<T>(0), args.In<T>(2), args.Out<T>(0)),
    };

    /// <summary>What TensorFlow computes in the small type itself.</summary>
    private static KernelBody? Small<TRounding>(ConvolutionShape shape, Pass pass, ConvolutionGeometry geometry) where TRounding : struct, ISmallRounding => (pass, geometry.IsDepthwise) switch
    {
        _ when Empty(shape) || geometry.Window.Axes.Length == 3 => null,
        (Pass.Forward, true) => (in KernelArgs args) => SmallConvolution<TRounding>.DepthwiseForward(shape, args.In<float>(0), args.In<float>(1), args.Out<float>(0)),
        (Pass.InputGradient, true) => (in KernelArgs args) => SmallConvolution<TRounding>.DepthwiseInputGradient(shape, args.In<float>(2), args.In<float>(1), args.Out<float>(0)),
        (Pass.FilterGradient, true) => (in KernelArgs args) => SmallConvolution<TRounding>.DepthwiseFilterGradient(shape, args.In<float>(0), args.In<float>(2), args.Out<float>(0)),
        _ when !SmallConvolution<TRounding>.Takes(shape) => null,
        (Pass.InputGradient, false) => (in KernelArgs args) => SmallConvolution<TRounding>.InputGradient(shape, args.In<float>(2), args.In<float>(1), args.Out<float>(0)),
        (Pass.FilterGradient, false) => (in KernelArgs args) => SmallConvolution<TRounding>.FilterGradient(shape, args.In<float>(0), args.In<float>(2), args.Out<float>(0)),
        _ => null,
    };

    private static KernelBody Integers(ConvolutionShape shape, Pass pass) => (in KernelArgs args) =>
    {
        Clear<int>(shape, pass, args);
        switch (pass)
        {
            case Pass.Forward: new DirectConvolution(shape).Forward(args.In<int>(0), args.In<int>(1), args.Out<int>(0)); break;
            case Pass.InputGradient: new DirectConvolution(shape).InputGradient(args.Out<int>(0), args.In<int>(1), args.In<int>(2)); break;
            default: new DirectConvolution(shape).FilterGradient(args.In<int>(0), args.Out<int>(0), args.In<int>(2)); break;
        }
    };

    private static bool Empty(in ConvolutionShape shape) =>
        shape.Batch == 0 || shape.InChannels == 0 || shape.OutChannels == 0 || shape.Output.Volume == 0 || shape.Input.Volume == 0;

    private static void Clear<T>(in ConvolutionShape shape, Pass pass, in KernelArgs args) where T : unmanaged
    {
        nint count = pass switch
        {
            Pass.Forward => (nint)shape.Batch * shape.Output.Volume * shape.OutChannels,
            Pass.InputGradient => (nint)shape.Batch * shape.Input.Volume * shape.InChannels,
            _ => (nint)shape.Kernel.Volume * shape.GroupIn * shape.OutChannels,
        };
        System.Runtime.InteropServices.NativeMemory.Clear(args.Out<T>(0), checked((nuint)count * (nuint)sizeof(T)));
    }
}
