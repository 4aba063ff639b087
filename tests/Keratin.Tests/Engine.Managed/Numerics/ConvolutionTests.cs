using CsCheck;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

[TestFixtureSource(typeof(Widths), nameof(All))]
internal sealed unsafe class ConvolutionTests(int bits) : Widths(bits)
{
    private static readonly Gen<(int In, int Kernel, int Stride, int Dilation, int Before, int After)> Axis =
        Gen.Select(Gen.Int[1, 15], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[0, 3], Gen.Int[0, 3])
            .Where(a => a.Item1 + a.Item5 + a.Item6 >= ((a.Item2 - 1) * a.Item4) + 1);

    private static readonly Gen<int> Channels = Gen.OneOf(Gen.Int[1, 5], Gen.Const(16), Gen.Const(19), Gen.Const(40));

    private static readonly Gen<ConvolutionShape> Shapes2D =
        Gen.Select(Gen.Int[0, 3], Axis, Axis, Channels, Channels, Gen.Int[1, 2])
            .Select((batch, h, w, ci, co, groups) => Shape(batch, (1, 1, 1, 1, 0, 0), h, w, ci, co, groups));

    private static readonly Gen<ConvolutionShape> Shapes3D =
        Gen.Select(Gen.Int[1, 2], Axis.Where(a => a.In < 6), Axis.Where(a => a.In < 8), Axis.Where(a => a.In < 8), Gen.Int[1, 4], Gen.Int[1, 20])
            .Select((batch, d, h, w, ci, co) => Shape(batch, d, h, w, ci, co, 1));

    [Test]
    public void Convolves_images_of_any_shape() => Shapes2D.Sample(Forward<float>, iter: 300);

    [Test]
    public void Convolves_volumes() => Shapes3D.Sample(Forward<double>, iter: 60);

    [Test]
    public void Finds_the_gradient_of_the_input() => Shapes2D.Sample(BackwardInput<float>, iter: 300);

    [Test]
    public void Finds_the_gradient_of_the_input_of_volumes() => Shapes3D.Sample(BackwardInput<double>, iter: 60);

    [Test]
    public void Finds_the_gradient_of_the_filter() => Shapes2D.Sample(BackwardFilter<float>, iter: 300);

    [Test]
    public void Finds_the_gradient_of_the_filter_of_volumes() => Shapes3D.Sample(BackwardFilter<double>, iter: 60);

    [TestCase(2, 28, 28, 1, 3, 32)]
    [TestCase(5, 26, 26, 32, 3, 64)]
    [TestCase(3, 14, 14, 128, 3, 100)]
    [TestCase(3, 14, 14, 64, 1, 96)]
    public void Convolves_and_differentiates_at_sizes_of_use(int batch, int height, int width, int inChannels, int kernel, int outChannels)
    {
        ConvolutionShape valid = Shape(batch, (1, 1, 1, 1, 0, 0), (height, kernel, 1, 1, 0, 0), (width, kernel, 1, 1, 0, 0), inChannels, outChannels, 1);
        ConvolutionShape same = Shape(batch, (1, 1, 1, 1, 0, 0), (height, kernel, 2, 1, 1, 1), (width, kernel, 2, 1, 1, 1), inChannels, outChannels, 1);
        foreach (ConvolutionShape shape in new[] { valid, same })
        {
            Forward<float>(shape);
            BackwardInput<float>(shape);
            BackwardFilter<float>(shape);
        }
    }

    private static ConvolutionShape Shape(
        int batch, (int In, int Kernel, int Stride, int Dilation, int Before, int After) d, (int In, int Kernel, int Stride, int Dilation, int Before, int After) h,
        (int In, int Kernel, int Stride, int Dilation, int Before, int After) w, int groupIn, int groupOut, int groups) => new()
        {
            Batch = batch,
            Input = new(d.In, h.In, w.In),
            InChannels = groupIn * groups,
            Kernel = new(d.Kernel, h.Kernel, w.Kernel),
            Output = new(Out(d), Out(h), Out(w)),
            OutChannels = groupOut * groups,
            Strides = new(d.Stride, h.Stride, w.Stride),
            Dilations = new(d.Dilation, h.Dilation, w.Dilation),
            Padding = new(d.Before, h.Before, w.Before),
            Groups = groups,
        };

    private static int Out((int In, int Kernel, int Stride, int Dilation, int Before, int After) a) =>
        ((a.In + a.Before + a.After - ((a.Kernel - 1) * a.Dilation) - 1) / a.Stride) + 1;

    private static void Forward<T>(ConvolutionShape shape)
        where T : unmanaged
    {
        Data data = new(shape);
        double[] y = new double[data.Y.Length], scale = new double[data.Y.Length];
        ConvolutionReference.Visit(shape, (xi, fi, yi) =>
        {
            y[yi] += data.X[xi] * data.Filter[fi];
            scale[yi] += Math.Abs(data.X[xi] * data.Filter[fi]);
        });
        using Buffer<T> px = Numbers.ToBuffer<T>(data.X), pf = Numbers.ToBuffer<T>(data.Filter), pb = Numbers.ToBuffer<T>(data.Bias), py = new(y.Length);
        Activation activation = shape.Batch == 1 ? Activation.Tanh : Activation.Relu;
        Epilogue<T> epilogue = new(pb.Pointer, activation);
        Convolution.Forward(shape, px.Pointer, pf.Pointer, py.Pointer, epilogue);
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Reference.Activate(activation, y[i] + data.Bias[i % shape.OutChannels], 0);
        }

        Numbers.AssertClose(py, y, scale, shape.ToString());
        using PackedMatrix<T>? packed = Convolution.Pack(shape, pf.Pointer);
        if (packed != null)
        {
            py.Span.Clear();
            Convolution.Forward(shape, px.Pointer, packed, py.Pointer, epilogue);
            Numbers.AssertClose(py, y, scale, shape.ToString());
        }
    }

    private static void BackwardInput<T>(ConvolutionShape shape)
        where T : unmanaged
    {
        Data data = new(shape);
        double[] dx = new double[data.X.Length], scale = new double[data.X.Length];
        ConvolutionReference.Visit(shape, (xi, fi, yi) =>
        {
            dx[xi] += data.Y[yi] * data.Filter[fi];
            scale[xi] += Math.Abs(data.Y[yi] * data.Filter[fi]);
        });
        using Buffer<T> py = Numbers.ToBuffer<T>(data.Y), pf = Numbers.ToBuffer<T>(data.Filter), px = new(dx.Length);
        Convolution.BackwardInput(shape, py.Pointer, pf.Pointer, px.Pointer);
        Numbers.AssertClose(px, dx, scale, shape.ToString());
    }

    private static void BackwardFilter<T>(ConvolutionShape shape)
        where T : unmanaged
    {
        Data data = new(shape);
        double[] df = new double[data.Filter.Length], scale = new double[data.Filter.Length];
        ConvolutionReference.Visit(shape, (xi, fi, yi) =>
        {
            df[fi] += data.X[xi] * data.Y[yi];
            scale[fi] += Math.Abs(data.X[xi] * data.Y[yi]);
        });
        using Buffer<T> px = Numbers.ToBuffer<T>(data.X), py = Numbers.ToBuffer<T>(data.Y), pf = new(df.Length);
        Convolution.BackwardFilter(shape, px.Pointer, py.Pointer, pf.Pointer);
        Numbers.AssertClose(pf, df, scale, shape.ToString());
    }

    private sealed class Data
    {
        public Data(ConvolutionShape shape)
        {
            Random random = new(shape.GetHashCode());
            X = Numbers.Random(random, shape.Batch * shape.Input.Volume * shape.InChannels);
            Filter = Numbers.Random(random, shape.Kernel.Volume * shape.GroupIn * shape.OutChannels);
            Bias = Numbers.Random(random, shape.OutChannels);
            Y = Numbers.Random(random, shape.Batch * shape.Output.Volume * shape.OutChannels);
        }

        public double[] X { get; }

        public double[] Filter { get; }

        public double[] Bias { get; }

        public double[] Y { get; }
    }
}
