using CsCheck;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

[TestFixtureSource(typeof(Widths), nameof(All))]
internal sealed unsafe class PoolingTests(int bits) : Widths(bits)
{
    private static readonly Gen<PoolingShape> Shapes =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[3, 12], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 1], Gen.OneOf(Gen.Int[1, 5], Gen.Const(16), Gen.Const(37)))
            .Select((batch, depth, size, window, stride, padding, channels) =>
            {
                padding = Math.Min(padding, window - 1);
                return new PoolingShape(
                    batch, new(depth, size, size + 2), new(depth, Out(size), Out(size + 2)), channels, new(1, window, window), new(1, stride, stride), new(0, padding, padding));
                int Out(int length) => ((length + (2 * padding) - window) / stride) + 1;
            });

    [Test]
    public void Pools_and_differentiates_as_TensorFlow_does([Values] bool max) => Shapes.Sample(shape => Check<float>(shape, max), iter: 200);

    [Test]
    public void Pools_in_double_precision([Values] bool max) => Shapes.Sample(shape => Check<double>(shape, max), iter: 50);

    [Test]
    public void Pools_large_batches_on_several_threads([Values] bool max) => Check<float>(PoolingShape.Of2D(9, 24, 24, 64, 2, 2, 12, 12, 2, 2), max);

    private static void Check<T>(PoolingShape s, bool max)
        where T : unmanaged
    {
        // Few different numbers, so that a window often has several maxima.
        Random random = new(s.GetHashCode());
        double[] x = Array.ConvertAll(Numbers.Random(random, s.Batch * s.Input.Volume * s.Channels), v => Math.Round(v * 4));
        double[] dy = Numbers.Random(random, s.Batch * s.Output.Volume * s.Channels);
        double[] y = new double[dy.Length], dx = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int c = i % s.Channels, w = i / s.Channels % s.Output.Width, h = i / s.Channels / s.Output.Width % s.Output.Height;
            int plane = i / s.Channels / s.Output.Width / s.Output.Height;
            List<int> window = [];
            for (int ih = (h * s.Strides.Height) - s.Padding.Height, eh = ih + s.Window.Height; ih < eh; ih++)
            {
                for (int iw = (w * s.Strides.Width) - s.Padding.Width, ew = iw + s.Window.Width; iw < ew; iw++)
                {
                    if (ih >= 0 && ih < s.Input.Height && iw >= 0 && iw < s.Input.Width)
                    {
                        window.Add((((((plane * s.Input.Height) + ih) * s.Input.Width) + iw) * s.Channels) + c);
                    }
                }
            }

            if (max)
            {
                int first = window.MaxBy(place => x[place]);
                y[i] = x[first];
                dx[first] += dy[i];
            }
            else
            {
                y[i] = window.Average(place => x[place]);
                window.ForEach(place => dx[place] += dy[i] / window.Count);
            }
        }

        using Buffer<T> px = Numbers.ToBuffer<T>(x), pdy = Numbers.ToBuffer<T>(dy), py = new(y.Length), pdx = new(dx.Length);
        if (max)
        {
            Pooling.Max(s, px.Pointer, py.Pointer);
            Pooling.MaxBackward(s, px.Pointer, pdy.Pointer, pdx.Pointer);
        }
        else
        {
            Pooling.Average(s, px.Pointer, py.Pointer);
            Pooling.AverageBackward(s, pdy.Pointer, pdx.Pointer);
        }

        Numbers.AssertClose(py, y, new double[y.Length], s.ToString());
        Numbers.AssertClose(pdx, dx, new double[dx.Length], s.ToString());
    }
}
