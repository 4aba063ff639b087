using CsCheck;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

[TestFixtureSource(typeof(Widths), nameof(All))]
internal sealed unsafe class DepthwiseTests(int bits) : Widths(bits)
{
    private static readonly Gen<ConvolutionShape> Shapes =
        Gen.Select(Gen.Int[1, 3], Gen.Int[4, 12], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 2], Gen.OneOf(Gen.Int[1, 5], Gen.Const(16), Gen.Const(35)), Gen.Int[1, 3], Gen.Int[1, 2])
            .Where((batch, size, kernel, stride, padding, channels, multiplier, dilation) => size + (2 * padding) > (kernel - 1) * dilation)
            .Select((batch, size, kernel, stride, padding, channels, multiplier, dilation) => new ConvolutionShape
            {
                Batch = batch,
                Input = new(1, size, size + 3),
                InChannels = channels,
                Kernel = new(1, kernel, kernel),
                Output = new(1, ((size + (2 * padding) - ((kernel - 1) * dilation) - 1) / stride) + 1, ((size + 3 + (2 * padding) - ((kernel - 1) * dilation) - 1) / stride) + 1),
                OutChannels = channels * multiplier,
                Strides = new(1, stride, stride),
                Dilations = new(1, dilation, dilation),
                Padding = new(0, padding, padding),
                Groups = channels,
            });

    /// <summary>The same layout of the filter as a grouped convolution has: (…, 1, channels · multiplier).</summary>
    [Test]
    public void Agrees_with_a_convolution_in_groups_in_every_pass() => Shapes.Sample(
        shape =>
        {
            Random random = new(shape.GetHashCode());
            double[] x = Numbers.Random(random, shape.Batch * shape.Input.Volume * shape.InChannels);
            double[] filter = Numbers.Random(random, shape.Kernel.Volume * shape.OutChannels);
            double[] bias = Numbers.Random(random, shape.OutChannels);
            double[] dy = Numbers.Random(random, shape.Batch * shape.Output.Volume * shape.OutChannels);
            double[] y = new double[dy.Length], dx = new double[x.Length], df = new double[filter.Length];
            double[] yScale = new double[y.Length], dxScale = new double[dx.Length], dfScale = new double[df.Length];
            ConvolutionReference.Visit(shape, (xi, fi, yi) =>
            {
                y[yi] += x[xi] * filter[fi];
                dx[xi] += dy[yi] * filter[fi];
                df[fi] += x[xi] * dy[yi];
                yScale[yi] += Math.Abs(x[xi] * filter[fi]);
                dxScale[xi] += Math.Abs(dy[yi] * filter[fi]);
                dfScale[fi] += Math.Abs(x[xi] * dy[yi]);
            });
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = Math.Max(0, y[i] + bias[i % shape.OutChannels]);
            }

            using Buffer<float> px = Numbers.ToBuffer<float>(x), pf = Numbers.ToBuffer<float>(filter), pb = Numbers.ToBuffer<float>(bias);
            using Buffer<float> py = new(y.Length), pdy = Numbers.ToBuffer<float>(dy), pdx = new(dx.Length), pdf = new(df.Length);
            Depthwise.Forward(shape, px.Pointer, pf.Pointer, py.Pointer, new(pb.Pointer, Activation.Relu));
            Depthwise.BackwardInput(shape, pdy.Pointer, pf.Pointer, pdx.Pointer);
            Depthwise.BackwardFilter(shape, px.Pointer, pdy.Pointer, pdf.Pointer);
            Numbers.AssertClose(py, y, yScale, $"{shape} forward");
            Numbers.AssertClose(pdx, dx, dxScale, $"{shape} input");
            Numbers.AssertClose(pdf, df, dfScale, $"{shape} filter");
        },
        iter: 150);
}
