using System.Numerics;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// The discrete Fourier transform of one length: Σ x[n] e^(∓2πi kn/N), not scaled. Powers of two by halving; other lengths as a convolution
/// of such a length (Bluestein's algorithm).
/// </summary>
internal sealed unsafe class FourierTransform
{
    private readonly int length;
    private readonly bool inverse;
    private readonly Complex[] roots;
    private readonly FourierTransform? forward, backward;
    private readonly Complex[] chirp = [], filter = [];

    public FourierTransform(int length, bool inverse)
    {
        (this.length, this.inverse) = (length, inverse);
        roots = [];
        if (length == 0 || BitOperations.IsPow2(length))
        {
            roots = new Complex[length / 2];
            for (int i = 0; i < roots.Length; i++) roots[i] = Root(i, length);
            return;
        }
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)((2 * length) - 1));
        (forward, backward) = (new FourierTransform(size, false), new FourierTransform(size, true));
        chirp = new Complex[length];
        filter = new Complex[size];
        for (int i = 0; i < length; i++)
        {
            // e^(∓πi n²/N); n² counts modulo 2N.
            chirp[i] = Root((int)((long)i * i % (2L * length)), 2 * length);
            filter[i] = filter[(size - i) % size] = Complex.Conjugate(chirp[i]);
        }
        fixed (Complex* first = filter) forward.Run(first);
    }

    /// <summary>Transforms in place.</summary>
    public void Run(Complex* x)
    {
        if (length <= 1) return;
        if (forward is null) Halving(x);
        else Convolution(x);
    }

    private Complex Root(int numerator, int denominator)
    {
        double angle = 2 * Math.PI * numerator / denominator;
        return new(Math.Cos(angle), inverse ? Math.Sin(angle) : -Math.Sin(angle));
    }

    private void Halving(Complex* x)
    {
        int bits = BitOperations.Log2((uint)length);
        for (int i = 0; i < length; i++)
        {
            int reversed = 0;
            for (int b = 0; b < bits; b++) reversed |= (i >> b & 1) << (bits - 1 - b);
            if (reversed > i) (x[i], x[reversed]) = (x[reversed], x[i]);
        }
        for (int half = 1; half < length; half *= 2)
        {
            int step = length / (2 * half);
            for (int start = 0; start < length; start += 2 * half)
                for (int i = 0; i < half; i++)
                {
                    Complex even = x[start + i], odd = x[start + i + half] * roots[i * step];
                    x[start + i] = even + odd;
                    x[start + i + half] = even - odd;
                }
        }
    }

    private void Convolution(Complex* x)
    {
        int size = filter.Length;
        using var scratch = Scratch.Rent<Complex>(size);
        var y = (Complex*)scratch.Pointer;
        for (int i = 0; i < length; i++) y[i] = x[i] * chirp[i];
        new Span<Complex>(y + length, size - length).Clear();
        forward!.Run(y);
        for (int i = 0; i < size; i++) y[i] *= filter[i];
        backward!.Run(y);
        for (int i = 0; i < length; i++) x[i] = y[i] * chirp[i] / size;
    }
}
