namespace Keratin.Tests.Engines.Managed.Kernels;

/// <summary>Tensors to compute with: the same numbers in every run.</summary>
internal static class Samples
{
    public static EagerTensor Normal(Shape shape, int seed = 1)
    {
        var random = new System.Random(seed);
        var elements = new float[shape.ElementCount];
        for (int i = 0; i < elements.Length; i++) elements[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        return Tensor.From(elements, shape);
    }

    public static Tensor Integers(Shape shape, int seed = 1) => Ops.Cast(Normal(shape, seed) * 6, DType.Int32);

    /// <summary>Images with the channels last to images with the channels first.</summary>
    public static Tensor ChannelsFirst(Tensor images) => Ops.Transpose(images, images.Rank == 5 ? new[] { 0, 4, 1, 2, 3 } : new[] { 0, 3, 1, 2 });

    public static Tensor ChannelsLast(Tensor images) => Ops.Transpose(images, images.Rank == 5 ? new[] { 0, 2, 3, 4, 1 } : new[] { 0, 2, 3, 1 });

    public static void AssertClose(Tensor actual, Tensor expected, float tolerance = 1e-5f)
    {
        Assert.That(actual.Shape, Is.EqualTo(expected.Shape));
        Assert.That(Ops.Cast(actual, DType.Float32).ToArray<float>(), Is.EqualTo(Ops.Cast(expected, DType.Float32).ToArray<float>()).Within(tolerance));
    }
}
