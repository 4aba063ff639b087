using System.Buffers;
using System.Runtime.InteropServices;

namespace Keratin;

/// <summary>Memory that holds a tensor's elements: its address never changes while the buffer is reachable.</summary>
public abstract unsafe class TensorBuffer
{
    /// <summary>The alignment of buffers that Keratin allocates, in bytes.</summary>
    public const int Alignment = 64;

    private static readonly nuint MostBytes = (nuint)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The first byte.</summary>
    public abstract void* Pointer { get; }

    /// <summary>The size in bytes.</summary>
    public abstract nuint ByteLength { get; }

    /// <summary>Whether in-place writes are forbidden, because the memory is not ours alone or is mapped read-only.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>New memory of this many bytes, not cleared.</summary>
    /// <exception cref="OutOfMemoryException">The machine does not have that much.</exception>
    public static TensorBuffer Allocate(nuint byteLength, bool zeroed = false)
    {
        // The system would promise more than it has, and end the process when the promise is used.
        if (byteLength > MostBytes) throw new OutOfMemoryException($"A tensor of {byteLength} bytes exceeds the machine's memory of {MostBytes}.");
        var buffer = new NativeBuffer(byteLength);
        if (zeroed) NativeMemory.Clear(buffer.Pointer, byteLength);
        return buffer;
    }

    /// <summary>A view of caller's memory, without a copy; the memory stays pinned while the buffer is reachable and must not be written to.</summary>
    public static TensorBuffer FromMemory<T>(ReadOnlyMemory<T> memory) where T : unmanaged =>
        new PinnedBuffer(memory.Pin(), checked((nuint)memory.Length * (nuint)sizeof(T)));

    /// <summary>A view of foreign memory (a mapped file, say) that <paramref name="owner"/> keeps alive.</summary>
    public static TensorBuffer FromPointer(void* pointer, nuint byteLength, object owner) => new ForeignBuffer(pointer, byteLength, owner);

    private sealed class NativeBuffer : TensorBuffer
    {
        private readonly void* pointer;
        private readonly nuint byteLength;

        public NativeBuffer(nuint byteLength)
        {
            this.byteLength = byteLength;
            pointer = NativeMemory.AlignedAlloc(Math.Max(byteLength, 1), byteLength >= LargePages.Pay ? LargePages.Size : Alignment);
            LargePages.Advise(pointer, byteLength);
            if (byteLength >= PressureThreshold) GC.AddMemoryPressure((long)byteLength);
        }

        // Below this size the bookkeeping would cost more than it tells the collector.
        private const nuint PressureThreshold = 16 * 1024;

        public override void* Pointer => pointer;
        public override nuint ByteLength => byteLength;

        ~NativeBuffer()
        {
            NativeMemory.AlignedFree(pointer);
            if (byteLength >= PressureThreshold) GC.RemoveMemoryPressure((long)byteLength);
        }
    }

    private sealed class PinnedBuffer(MemoryHandle handle, nuint byteLength) : TensorBuffer
    {
        private MemoryHandle handle = handle;

        public override void* Pointer => handle.Pointer;
        public override nuint ByteLength => byteLength;
        public override bool IsReadOnly => true;

        ~PinnedBuffer() => handle.Dispose();
    }

    private sealed class ForeignBuffer(void* pointer, nuint byteLength, object owner) : TensorBuffer
    {
        private readonly object owner = owner;

        public override void* Pointer { get { GC.KeepAlive(owner); return pointer; } }
        public override nuint ByteLength => byteLength;
        public override bool IsReadOnly => true;
    }
}
