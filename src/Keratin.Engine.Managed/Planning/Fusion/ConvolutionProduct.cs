using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Numerics;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>A convolution of images with the channels last, depthwise or not.</summary>
internal sealed unsafe class ConvolutionProduct(DType dtype, ConvolutionShape shape, bool depthwise) : Product(dtype, (long)shape.Batch * shape.Output.Volume * shape.OutChannels)
{
    public override bool PackingPays => !depthwise && shape.Groups == 1;

    public override object Layout => (shape.Kernel, shape.InChannels, shape.OutChannels);

    public override Shape ChannelsOfWeights => depthwise ? [shape.InChannels, shape.OutChannels / shape.InChannels] : [shape.OutChannels];

    /// <summary>The convolution that a step is, or null.</summary>
    public static ConvolutionProduct? Find(PlanNode node)
    {
        if (node.Label is not ("Conv2D" or "Conv3D" or "DepthwiseConv2dNative") || node.Inputs is not [var image, var filter]) return null;
        if (image.DType != node.Outputs[0].DType || filter.DType != node.Outputs[0].DType || filter.Shape.ElementCount == 0 || image.Shape.ElementCount == 0) return null;
        var geometry = ConvolutionGeometry.Of(node.Operation, image.Shape, filter.Shape);
        return geometry.Window.Layout.ChannelsLast ? new(node.Outputs[0].DType, ConvolutionKernels.ShapeOf(geometry), geometry.IsDepthwise) : null;
    }

    public override PackedMatrix<T>? Pack<T>(T* weights) => Convolution.Pack(shape, weights);

    protected override void Run<T>(T* x, T* weights, T* y, bool add, Epilogue<T> end)
    {
        if (depthwise) Depthwise.Forward(shape, x, weights, y, end);
        else Convolution.Forward(shape, x, weights, y, end);
    }

    protected override void Run<T>(T* x, PackedMatrix<T> weights, T* y, bool add, Epilogue<T> end) => Convolution.Forward(shape, x, weights, y, end);
}
