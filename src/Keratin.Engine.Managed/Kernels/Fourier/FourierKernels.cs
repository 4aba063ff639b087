using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Fourier transforms over the last one, two or three axes. Inverse ones divide by the number of elements.</summary>
internal static unsafe class FourierKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "FFT" or "BatchFFT" => new NumericKernel(static b => Whole(b, 1, false)),
        "FFT2D" or "BatchFFT2D" => new NumericKernel(static b => Whole(b, 2, false)),
        "FFT3D" or "BatchFFT3D" => new NumericKernel(static b => Whole(b, 3, false)),
        "IFFT" or "BatchIFFT" => new NumericKernel(static b => Whole(b, 1, true)),
        "IFFT2D" or "BatchIFFT2D" => new NumericKernel(static b => Whole(b, 2, true)),
        "IFFT3D" or "BatchIFFT3D" => new NumericKernel(static b => Whole(b, 3, true)),
        "RFFT" => new NumericKernel(static b => OfReal(b, 1)),
        "RFFT2D" => new NumericKernel(static b => OfReal(b, 2)),
        "RFFT3D" => new NumericKernel(static b => OfReal(b, 3)),
        "IRFFT" => new NumericKernel(static b => ToReal(b, 1)),
        "IRFFT2D" => new NumericKernel(static b => ToReal(b, 2)),
        "IRFFT3D" => new NumericKernel(static b => ToReal(b, 3)),
        _ => null,
    };

    private static KernelBody Whole(KernelBinding binding, int rank, bool inverse)
    {
        var axes = new FourierAxes(binding.Inputs[0].Shape.ToArray(), rank, inverse);
        var stage = new Staging(binding, DType.Complex128);
        nint bytes = (nint)axes.Count * sizeof(Complex);
        return (in KernelArgs args) =>
        {
            var y = (Complex*)stage.Output(args);
            Buffer.MemoryCopy(stage.Input(args, 0), y, bytes, bytes);
            axes.Run(y);
            if (inverse) Scale(y, axes);
            stage.Finish(args);
        };
    }

    // Through complex numbers: the second half of the last axis mirrors the first and is left out at the end.
    private static KernelBody OfReal(KernelBinding binding, int rank)
    {
        Shape output = binding.Outputs[0].Shape;
        long[] whole = WholeShape(binding, output, rank);
        var axes = new FourierAxes(whole, rank, inverse: false);
        nuint work = binding.Reserve(DType.Complex128, (nint)axes.Count);
        StridedCopy input = Overlap(binding.Inputs[0].Shape, Shape.Create(whole)), result = Overlap(Shape.Create(whole), output);
        var stage = new Staging(binding, DType.Complex128, static input => input == 0);
        return (in KernelArgs args) =>
        {
            byte* x = args.Scratch + work;
            new Span<byte>(x, checked((int)(axes.Count * sizeof(Complex)))).Clear();
            input.Run((byte*)stage.Input(args, 0), x);
            axes.Run((Complex*)x);
            result.Run(x, (byte*)stage.Output(args));
            stage.Finish(args);
        };
    }

    private static KernelBody ToReal(KernelBinding binding, int rank)
    {
        Shape output = binding.Outputs[0].Shape;
        long[] whole = WholeShape(binding, output, rank), half = [.. whole];
        half[^1] = (whole[^1] / 2) + 1;
        FourierAxes before = new(half, rank, inverse: true), last = new(whole, rank, inverse: true);
        nuint first = binding.Reserve(DType.Complex128, (nint)before.Count), second = binding.Reserve(DType.Complex128, (nint)last.Count);
        var input = Overlap(binding.Inputs[0].Shape, Shape.Create(half));
        var stage = new Staging(binding, DType.Complex128, static input => input == 0);
        long lines = whole[^1] == 0 ? 0 : last.Count / whole[^1];
        return (in KernelArgs args) =>
        {
            Complex* x = (Complex*)(args.Scratch + first), y = (Complex*)(args.Scratch + second);
            new Span<byte>(x, checked((int)(before.Count * sizeof(Complex)))).Clear();
            input.Run((byte*)stage.Input(args, 0), (byte*)x);
            for (int axis = 0; axis < rank - 1; axis++) before.Run(x, axis);
            for (long line = 0; line < lines; line++) Mirror(x + (line * half[^1]), y + (line * whole[^1]), (int)whole[^1]);
            last.Run(y, rank - 1);
            Scale(y, last);
            Buffer.MemoryCopy(y, stage.Output(args), last.Count * sizeof(Complex), last.Count * sizeof(Complex));
            stage.Finish(args);
        };
    }

    // The spectrum of a real signal; what is imaginary in its middle elements can't come from one and is ignored.
    private static void Mirror(Complex* half, Complex* whole, int size)
    {
        whole[0] = half[0].Real;
        for (int k = 1; k <= size / 2; k++)
        {
            whole[k] = 2 * k == size ? half[k].Real : half[k];
            whole[size - k] = Complex.Conjugate(whole[k]);
        }
    }

    private static void Scale(Complex* x, FourierAxes axes)
    {
        for (long i = 0; i < axes.Count; i++) x[i] /= axes.Size;
    }

    /// <summary>The sizes that are transformed: of the batch, then the lengths that input 1 holds.</summary>
    private static long[] WholeShape(KernelBinding binding, Shape output, int rank) => [.. output.Dims[..^rank], .. binding.RequiredIntegers(1)];

    /// <summary>Copies what two shapes of the same rank have in common: pads or crops.</summary>
    private static StridedCopy Overlap(Shape from, Shape to)
    {
        var common = new long[to.Rank];
        for (int i = 0; i < common.Length; i++) common[i] = Math.Min(from[i], to[i]);
        return StridedCopy.Create(sizeof(Complex), common, Moves.Strides(from), Moves.Strides(to));
    }
}
