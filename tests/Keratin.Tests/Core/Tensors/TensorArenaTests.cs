namespace Keratin.Tests.Core.Tensors;

public unsafe class TensorArenaTests
{
    [Test]
    public void Tensors_lie_apart_and_aligned()
    {
        var arena = new TensorArena();
        var tensors = new EagerTensor[300];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = arena.Allocate(DType.Int32, [i * 7]);
            new Span<int>(tensors[i].Pointer, i * 7).Fill(i);
        }
        for (int i = 0; i < tensors.Length; i++)
        {
            Assert.That((ulong)tensors[i].Pointer % TensorBuffer.Alignment, Is.EqualTo(0ul));
            Assert.That(tensors[i].ToArray<int>(), Is.All.EqualTo(i));
        }
        Assert.That(tensors[1].Buffer, Is.SameAs(tensors[2].Buffer));
    }

    [Test]
    public void A_large_tensor_has_a_buffer_of_its_own()
    {
        var arena = new TensorArena();
        var small = arena.Allocate(DType.Float32, [3]);
        var large = arena.Allocate(DType.Float32, [1 << 23]);
        Assert.That(large.Buffer, Is.Not.SameAs(small.Buffer));
        Assert.That(large.Buffer.ByteLength, Is.EqualTo((nuint)(1 << 25)));
    }
}
