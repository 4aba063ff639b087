using System.Buffers;

namespace Keratin.Saving;

/// <summary>A tensor's bytes as memory that keeps the tensor alive.</summary>
internal sealed unsafe class TensorMemory(EagerTensor tensor) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(tensor.Pointer, checked((int)tensor.ByteLength));
    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)tensor.Pointer + elementIndex, pinnable: this);
    public override void Unpin() { }
    protected override void Dispose(bool disposing) { }
}
