using System.Numerics;
using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// The convolutions of float16 and bfloat16 whose sums TensorFlow rounds at every step, rounded likewise and in the same order. Numbers are floats that
/// hold values of the small type; images have the channels last. Dense forward passes are not among them: their sums are of float32.
/// </summary>
internal static unsafe partial class SmallConvolution<TRounding> where TRounding : struct, ISmallRounding
{
    /// <summary>target = round(target + x · y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(float* x, float* y, float* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(TRounding.Round(Vector.FusedMultiplyAdd(Vector.Load(x + i), Vector.Load(y + i), Vector.Load(target + i))), target + i);
        for (; i < count; i++) target[i] = TRounding.Round(new Vector<float>(MathF.FusedMultiplyAdd(x[i], y[i], target[i])))[0];
    }

    /// <summary>target = round(target + x · factor).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyAdd(float* x, float factor, float* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(TRounding.Round(Vector.FusedMultiplyAdd(Vector.Load(x + i), new Vector<float>(factor), Vector.Load(target + i))), target + i);
        for (; i < count; i++) target[i] = TRounding.Round(new Vector<float>(MathF.FusedMultiplyAdd(x[i], factor, target[i])))[0];
    }

    /// <summary>target = round(target + round(x · factor)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(float* x, float factor, float* target, nint count)
    {
        nint i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(TRounding.Round(Vector.Load(target + i) + TRounding.Round(Vector.Load(x + i) * factor)), target + i);
        for (; i < count; i++) target[i] = TRounding.Round(new Vector<float>(target[i]) + TRounding.Round(new Vector<float>(x[i] * factor)))[0];
    }

    /// <summary>The row or column of the input that a place of the window reads, or -1.</summary>
    private static int Source(int output, int tap, int stride, int dilation, int padding, int size) =>
        (output * stride) + (tap * dilation) - padding is var place && (uint)place < (uint)size ? place : -1;

    private static float* Input(in ConvolutionShape shape, float* images, nint image, int y, int x) =>
        images + (((((image * shape.Input.Height) + y) * shape.Input.Width) + x) * shape.InChannels);

    private static float* Output(in ConvolutionShape shape, float* images, nint image, int y, int x) =>
        images + (((((image * shape.Output.Height) + y) * shape.Output.Width) + x) * shape.OutChannels);

    private static int SourceRow(in ConvolutionShape shape, int output, int tap) =>
        Source(output, tap / shape.Kernel.Width, shape.Strides.Height, shape.Dilations.Height, shape.Padding.Height, shape.Input.Height);

    private static int SourceColumn(in ConvolutionShape shape, int output, int tap) =>
        Source(output, tap % shape.Kernel.Width, shape.Strides.Width, shape.Dilations.Width, shape.Padding.Width, shape.Input.Width);

    /// <summary>The row or column of the output whose window has an input at a place, or -1.</summary>
    private static int Reader(int input, int tap, int stride, int dilation, int padding, int size) =>
        input + padding - (tap * dilation) is >= 0 and var distance && distance % stride == 0 && distance / stride < size ? distance / stride : -1;

    private static int ReaderRow(in ConvolutionShape shape, int input, int tap) =>
        Reader(input, tap / shape.Kernel.Width, shape.Strides.Height, shape.Dilations.Height, shape.Padding.Height, shape.Output.Height);

    private static int ReaderColumn(in ConvolutionShape shape, int input, int tap) =>
        Reader(input, tap % shape.Kernel.Width, shape.Strides.Width, shape.Dilations.Width, shape.Padding.Width, shape.Output.Width);
}
