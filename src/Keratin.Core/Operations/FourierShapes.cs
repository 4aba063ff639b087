namespace Keratin.Operations;

/// <summary>Shapes of Fourier transforms.</summary>
internal static class FourierShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "FFT" or "IFFT" or "BatchFFT" or "BatchIFFT" => static c => c.Outputs[0] = AtLeast(c, 1),
        "FFT2D" or "IFFT2D" or "BatchFFT2D" or "BatchIFFT2D" => static c => c.Outputs[0] = AtLeast(c, 2),
        "FFT3D" or "IFFT3D" or "BatchFFT3D" or "BatchIFFT3D" => static c => c.Outputs[0] = AtLeast(c, 3),
        "RFFT" => static c => Real(c, 1, forward: true),
        "RFFT2D" => static c => Real(c, 2, forward: true),
        "RFFT3D" => static c => Real(c, 3, forward: true),
        "IRFFT" => static c => Real(c, 1, forward: false),
        "IRFFT2D" => static c => Real(c, 2, forward: false),
        "IRFFT3D" => static c => Real(c, 3, forward: false),
        _ => null,
    };

    private static Shape AtLeast(InferenceContext c, int rank)
    {
        var shape = c.Input(0);
        return shape.HasRank && shape.Rank < rank ? throw c.Error($"takes a tensor of {rank} axes or more; its shape is {shape}.") : shape;
    }

    private static void Real(InferenceContext c, int rank, bool forward)
    {
        var shape = AtLeast(c, rank);
        if (c.Input(1) is { HasRank: true } lengthShape && (lengthShape.Rank != 1 || lengthShape[0] is not -1 && lengthShape[0] != rank))
            throw c.Error($"fft_length must hold {rank} numbers; its shape is {lengthShape}.");
        if (!shape.HasRank) return;
        long[]? lengths = c.Integers(1);
        var dims = shape.ToArray();
        for (int i = 0; i < rank; i++)
        {
            long length = lengths is null ? -1 : lengths[i];
            if (lengths is not null && length < 0) throw c.Error($"the length {length} is negative.");
            // Of a real signal half the spectrum says all.
            dims[dims.Length - rank + i] = forward && i == rank - 1 && length >= 0 ? (length == 0 ? 0 : (length / 2) + 1) : length;
        }
        c.Outputs[0] = Shape.Create(dims);
    }
}
