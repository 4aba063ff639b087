using Keratin.Operations;
using static Keratin.Gradients.GradientShapes;

namespace Keratin.Gradients;

/// <summary>Gradients of Fourier transforms: the transform back, with the other's scale.</summary>
internal static class FourierGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "FFT" => static (o, g) => [Ops.IFFT(g[0]!) * Size(g[0]!, 1)],
        "FFT2D" => static (o, g) => [Ops.IFFT2D(g[0]!) * Size(g[0]!, 2)],
        "FFT3D" => static (o, g) => [Ops.IFFT3D(g[0]!) * Size(g[0]!, 3)],
        "IFFT" => static (o, g) => [Ops.FFT(g[0]!) / Size(g[0]!, 1)],
        "IFFT2D" => static (o, g) => [Ops.FFT2D(g[0]!) / Size(g[0]!, 2)],
        "IFFT3D" => static (o, g) => [Ops.FFT3D(g[0]!) / Size(g[0]!, 3)],
        "RFFT" => static (o, g) => [OfReal(o, g[0]!, 1), null],
        "RFFT2D" => static (o, g) => [OfReal(o, g[0]!, 2), null],
        "RFFT3D" => static (o, g) => [OfReal(o, g[0]!, 3), null],
        "IRFFT" => static (o, g) => [ToReal(o, g[0]!, 1), null],
        "IRFFT2D" => static (o, g) => [ToReal(o, g[0]!, 2), null],
        "IRFFT3D" => static (o, g) => [ToReal(o, g[0]!, 3), null],
        _ => null,
    };

    /// <summary>How many elements the last axes have, as a number of the tensor's dtype.</summary>
    private static Tensor Size(Tensor tensor, int rank)
    {
        if (tensor.Shape.HasRank && tensor.Shape[^rank..] is { IsFullyDefined: true } last) return Number(last.ElementCount, tensor);
        Tensor shape = Ops.Shape(tensor);
        return Ops.Cast(Ops.Prod(Part(shape, new[] { -rank }, null), 0), tensor.DType);
    }

    // The half of the spectrum that the op gives is all that its elements were made of: they get it back by the whole transform, the other half being zero.
    private static Tensor OfReal(Operation o, Tensor gradient, int rank)
    {
        Tensor x = o.Inputs[0], whole = Fit(gradient, o.Inputs[1], rank);
        Tensor back = rank switch { 1 => Ops.IFFT(whole), 2 => Ops.IFFT2D(whole), _ => Ops.IFFT3D(whole) } * Size(whole, rank);
        return Fit(Ops.Real(back, x.DType), Part(Ops.Shape(x), new[] { -rank }, null), rank);
    }

    // Elements of the spectrum that stand for their mirror image too count twice: all but the first and, of an even length, the last.
    private static Tensor ToReal(Operation o, Tensor gradient, int rank)
    {
        Tensor x = o.Inputs[0], lengths = o.Inputs[1];
        Tensor spectrum = rank switch { 1 => Ops.RFFT(gradient, lengths, x.DType), 2 => Ops.RFFT2D(gradient, lengths, x.DType), _ => Ops.RFFT3D(gradient, lengths, x.DType) };
        Tensor length = Element(lengths, rank - 1), index = Ops.Range(0, Ops.FloorDiv(length, 2) + 1, 1);
        Tensor once = Ops.LogicalOr(Ops.Equal(index, 0), Ops.Equal(index * 2, length));
        Tensor weights = Ops.Cast(Ops.SelectV2(once, 1, 2), x.DType);
        return Fit(spectrum * weights / Size(gradient, rank, x.DType), Part(Ops.Shape(x), new[] { -rank }, null), rank);
    }

    private static Tensor Size(Tensor tensor, int rank, DType dtype) => Ops.Cast(Size(tensor, rank), dtype);

    /// <summary>Pads the last axes with zeros, or crops them, to some lengths.</summary>
    private static Tensor Fit(Tensor tensor, Tensor lengths, int rank)
    {
        Tensor shape = Ops.Shape(tensor), batch = Part(shape, new[] { 0 }, new[] { -rank });
        Tensor kept = Ops.ConcatV2([batch, Ops.Minimum(Part(shape, new[] { -rank }, null), lengths)], 0), wanted = Ops.ConcatV2([batch, lengths], 0);
        Tensor cropped = Ops.Slice(tensor, Ops.ZerosLike(shape), kept);
        return Ops.Pad(cropped, Ops.Pack([Ops.ZerosLike(shape), wanted - kept], 1));
    }
}
