using System.Buffers;

namespace Keratin.Formats.Storage;

/// <summary>A piece of a source as memory, which checks that the source is still open each time it is looked at.</summary>
internal sealed unsafe class ByteView(ByteOwner owner, byte* start, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(owner.IsDisposed, owner);
        return new Span<byte>(start, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex, default, this);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
