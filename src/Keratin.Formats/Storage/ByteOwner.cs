using System.Buffers;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Keratin.Formats.Storage;

/// <summary>Holds the memory behind a <see cref="ByteSource"/> and gives it back.</summary>
internal sealed unsafe class ByteOwner : IDisposable
{
    private readonly MemoryMappedFile? _mapping;
    private readonly MemoryMappedViewAccessor? _view;
    private MemoryHandle _pin;

    public ByteOwner(ReadOnlyMemory<byte> bytes)
    {
        _pin = bytes.Pin();
        Start = (byte*)_pin.Pointer;
        Length = bytes.Length;
    }

    public ByteOwner(string path)
    {
        // The hint makes the system read further ahead, also for a mapping.
        SafeFileHandle file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        using (file)
        {
            Length = RandomAccess.GetLength(file);
            if (Length <= MappingPays)
            {
                byte[] bytes = GC.AllocateUninitializedArray<byte>((int)Length, pinned: true);
                Length = ReadAll(file, bytes);
                _pin = new ReadOnlyMemory<byte>(bytes).Pin();
                Start = (byte*)_pin.Pointer;
                return;
            }
            _mapping = MemoryMappedFile.CreateFromFile(
                file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            try
            {
                _view = _mapping.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
                byte* start = null;
                _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
                Start = start;
            }
            catch
            {
                Dispose();
                throw;
            }
        }
    }

    private static int ReadAll(SafeFileHandle file, Span<byte> bytes)
    {
        int length = 0;
        while (length < bytes.Length && RandomAccess.Read(file, bytes[length..], length) is > 0 and int read)
        {
            length += read;
        }
        return length;
    }

    /// <summary>Below this size one read is cheaper than a mapping and its page faults.</summary>
    private const int MappingPays = 256 * 1024;

    public byte* Start { get; }

    public long Length { get; }

    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        if (IsDisposed)
        {
            return;
        }
        IsDisposed = true;
        if (Start != null && _view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
        _view?.Dispose();
        _mapping?.Dispose();
        _pin.Dispose();
    }
}
