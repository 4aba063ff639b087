using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Convolutions of int32, straight from the definition; results are added to what is there. Sums wrap around as TensorFlow's do.</summary>
internal readonly unsafe struct DirectConvolution(ConvolutionShape shape)
{
    public void Forward(int* x, int* filter, int* y) => Each((input, weight, output) => y[output] += x[input] * filter[weight]);

    public void InputGradient(int* dx, int* filter, int* dy) => Each((input, weight, output) => dx[input] += filter[weight] * dy[output]);

    public void FilterGradient(int* x, int* dfilter, int* dy) => Each((input, weight, output) => dfilter[weight] += x[input] * dy[output]);

    /// <summary>Visits all products: the places of an input, a weight and an output.</summary>
    private void Each(Action<nint, nint, nint> visit)
    {
        nint pixels = (nint)shape.Batch * shape.Output.Volume;
        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            nint w = pixel % shape.Output.Width, h = pixel / shape.Output.Width % shape.Output.Height;
            nint d = pixel / shape.Output.Width / shape.Output.Height % shape.Output.Depth, image = pixel / shape.Output.Volume;
            for (nint tap = 0; tap < shape.Kernel.Volume; tap++)
            {
                nint x = w * shape.Strides.Width - shape.Padding.Width + tap % shape.Kernel.Width * shape.Dilations.Width;
                nint y = h * shape.Strides.Height - shape.Padding.Height + tap / shape.Kernel.Width % shape.Kernel.Height * shape.Dilations.Height;
                nint z = d * shape.Strides.Depth - shape.Padding.Depth + tap / shape.Kernel.Width / shape.Kernel.Height * shape.Dilations.Depth;
                if (x < 0 || x >= shape.Input.Width || y < 0 || y >= shape.Input.Height || z < 0 || z >= shape.Input.Depth) continue;
                nint input = (((image * shape.Input.Depth + z) * shape.Input.Height + y) * shape.Input.Width + x) * shape.InChannels;
                Channels(visit, input, tap * shape.GroupIn * shape.OutChannels, pixel * shape.OutChannels);
            }
        }
    }

    private void Channels(Action<nint, nint, nint> visit, nint input, nint weight, nint output)
    {
        for (nint o = 0; o < shape.OutChannels; o++)
        {
            nint first = o / shape.GroupOut * shape.GroupIn;
            for (nint i = 0; i < shape.GroupIn; i++) visit(input + first + i, weight + i * shape.OutChannels + o, output + o);
        }
    }
}
