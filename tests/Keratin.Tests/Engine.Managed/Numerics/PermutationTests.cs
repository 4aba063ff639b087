using CsCheck;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Tests.Engines.Managed.Numerics;

internal sealed unsafe class PermutationTests
{
    [Test]
    public void Permutes_arrays_of_any_shape([Values(1, 2, 4, 8, 16)] int size) =>
        Gen.Select(Gen.OneOf(Gen.Int[0, 4], Gen.Int[1, 19]).Array[0, 6], Gen.Int)
            .Where((shape, _) => shape.Aggregate(1L, (a, b) => a * b) < 100_000)
            .Sample(
                (shape, seed) =>
                {
                    int[] permutation = [.. Enumerable.Range(0, shape.Length)];
                    new Random(seed).Shuffle(permutation);
                    Check(shape, permutation, size);
                },
                iter: 200);

    [Test]
    public void Transposes_large_matrices_in_batches()
    {
        Check([3, 201, 317], [0, 2, 1], 4);
        Check([201, 3, 65], [2, 1, 0], 4);
        Check([2, 30, 31, 64], [0, 3, 1, 2], 4);
        Check([2, 64, 30, 31], [0, 2, 3, 1], 4);
    }

    private static void Check(int[] shape, int[] permutation, int size)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        using Buffer<byte> source = Buffer<byte>.Of(count * size, i => (byte)(i * 7919 >> 3)), target = new(count * size);
        Permutation.Run(source.Pointer, shape, permutation, target.Pointer, size);
        int[] index = new int[shape.Length];
        for (int i = 0; i < count; i++)
        {
            int rest = i, place = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                index[permutation[axis]] = rest % shape[permutation[axis]];
                rest /= shape[permutation[axis]];
            }

            for (int axis = 0; axis < shape.Length; axis++)
            {
                place = (place * shape[axis]) + index[axis];
            }

            if (!target.Span.Slice(i * size, size).SequenceEqual(source.Span.Slice(place * size, size)))
            {
                Assert.Fail($"At {i} of [{string.Join(", ", shape)}] by [{string.Join(", ", permutation)}].");
            }
        }
    }
}
