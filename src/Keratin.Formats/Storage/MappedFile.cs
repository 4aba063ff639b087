using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Keratin.Formats.Storage;

/// <summary>A whole file in the address space, for reading. It owns the file's handle.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;

    public MappedFile(SafeFileHandle handle, long length)
    {
        _handle = handle;
        try
        {
            _mapping = MemoryMappedFile.CreateFromFile(
                handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _mapping.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _mapping?.Dispose();
            handle.Dispose();
            throw;
        }
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start;
    }

    public byte* Start { get; }

    public bool IsDisposed { get; private set; }

    /// <summary>Fills a buffer without a look at the mapping, as far as the file goes.</summary>
    public int Read(long offset, Span<byte> buffer) => Read(_handle, offset, buffer);

    public static int Read(SafeFileHandle handle, long offset, Span<byte> buffer)
    {
        int filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(handle, buffer[filled..], offset + filled) is > 0 and int read)
        {
            filled += read;
        }
        return filled;
    }

    public void Dispose()
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _mapping.Dispose();
            _handle.Dispose();
        }
    }
}

/// <summary>A piece of a mapped file as memory, which checks that the file is still open each time it is looked at.</summary>
internal sealed unsafe class MappedView(MappedFile file, long start, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(file.IsDisposed, file);
        return new Span<byte>(file.Start + start, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(file.Start + start + elementIndex, default, this);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
