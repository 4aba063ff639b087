using System.Runtime.InteropServices;

namespace Keratin.Tests.Engines.Managed.Numerics;

/// <summary>Unmanaged numbers between guards: writing past either end fails the test when the buffer is disposed.</summary>
internal sealed unsafe class Buffer<T> : IDisposable
    where T : unmanaged
{
    private const int Guard = 64;
    private readonly byte* memory;
    private readonly int count;

    public Buffer(int count)
    {
        this.count = count;
        int bytes = (count * sizeof(T)) + (2 * Guard);
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        new Span<byte>(memory, bytes).Fill(0xFF);
    }

    public T* Pointer => (T*)(memory + Guard);

    public Span<T> Span => new(Pointer, count);

    public static Buffer<T> Of(int count, Func<int, T> value)
    {
        Buffer<T> buffer = new(count);
        for (int i = 0; i < count; i++)
        {
            buffer.Pointer[i] = value(i);
        }

        return buffer;
    }

    public void Dispose()
    {
        bool intact = new ReadOnlySpan<byte>(memory, Guard).IndexOfAnyExcept((byte)0xFF) < 0
            && new ReadOnlySpan<byte>(Pointer + count, Guard).IndexOfAnyExcept((byte)0xFF) < 0;
        NativeMemory.AlignedFree(memory);
        Assert.That(intact, "Wrote outside of the buffer.");
    }
}
