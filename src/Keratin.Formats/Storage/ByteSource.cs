namespace Keratin.Formats.Storage;

/// <summary>
/// The bytes of a file that a reader works on: an array, or a mapped file, or a slice of either. Every access is checked
/// against the length, which is 64 bits wide, unlike a span's.
/// </summary>
/// <remarks>
/// A mapping that nobody disposes stays for good rather than being pulled from under a span in use; the price is that a file must
/// not be cut while it is open. Large pieces that are wanted elsewhere are read, not copied out of the mapping: its pages would
/// count as the process's memory beside the copy.
/// </remarks>
internal sealed unsafe class ByteSource : IDisposable
{
    /// <summary>Below this size one read is cheaper than a mapping and its page faults.</summary>
    private const int MappingPays = 256 * 1024;

    /// <summary>From this size on, a piece that is copied out of the file is read: a look at the mapping brings in 64 KiB around it.</summary>
    private const int ReadingPays = 1024;

    private readonly MappedFile? _file;
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly long _start;
    private readonly bool _owns;

    private ByteSource(string name, ReadOnlyMemory<byte> memory)
    {
        Name = name;
        Length = memory.Length;
        _memory = memory;
    }

    private ByteSource(string name, MappedFile file, long start, long length, bool owns)
    {
        Name = name;
        Length = length;
        _file = file;
        _start = start;
        _owns = owns;
    }

    /// <summary>What errors call the file.</summary>
    public string Name { get; }

    public long Length { get; }

    public static ByteSource Open(string path)
    {
        // The hint makes the system read further ahead, also for a mapping.
        var handle = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);
        long length = RandomAccess.GetLength(handle);
        if (length > MappingPays)
        {
            return new ByteSource(path, new MappedFile(handle, length), 0, length, owns: true);
        }
        using (handle)
        {
            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
            return From(bytes.AsMemory(0, MappedFile.Read(handle, 0, bytes)), path);
        }
    }

    public static ByteSource From(ReadOnlyMemory<byte> bytes, string name = "(bytes)") => new(name, bytes);

    /// <summary>Reads from the stream's position to its end. The stream stays open.</summary>
    public static ByteSource From(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        string name = stream is FileStream file ? file.Name : "(stream)";
        return From(StreamBytes.ReadToEnd(stream, name), name);
    }

    /// <summary>A part, which lives as long as the whole.</summary>
    public ByteSource Slice(long offset, long length, string name)
    {
        Check(offset, length, name);
        return _file is null
            ? new ByteSource(name, _memory.Slice((int)offset, (int)length))
            : new ByteSource(name, _file, _start + offset, length, owns: false);
    }

    public ReadOnlySpan<byte> Span(long offset, long length, string place)
    {
        Check(offset, length, place);
        if (length > int.MaxValue)
        {
            throw Bad(place, $"{length:N0} bytes in one piece", $"at most {int.MaxValue:N0}");
        }
        return _file is null
            ? _memory.Span.Slice((int)offset, (int)length)
            : new ReadOnlySpan<byte>(_file.Start + _start + offset, (int)length);
    }

    /// <summary>A view; one of a mapped file fails cleanly, instead of reading freed memory, once the source is disposed.</summary>
    public ReadOnlyMemory<byte> Memory(long offset, long length, string place)
    {
        Span(offset, length, place);
        return _file is null
            ? _memory.Slice((int)offset, (int)length)
            : new MappedView(_file, _start + offset, (int)length).Memory;
    }

    public void CopyTo(long offset, Span<byte> destination, string place)
    {
        ReadOnlySpan<byte> bytes = Read(offset, destination, place);
        if (bytes.Length < destination.Length)
        {
            throw Bad(place, $"{bytes.Length:N0} bytes at offset {offset:N0}", $"{destination.Length:N0}; has the file been cut?");
        }
        if (bytes != destination)
        {
            bytes.CopyTo(destination);
        }
    }

    /// <summary>
    /// Bytes to look at once: a view where there is one to be had for nothing, or else read into the buffer, fewer than it holds
    /// if the file has been cut meanwhile.
    /// </summary>
    public ReadOnlySpan<byte> Read(long offset, Span<byte> buffer, string place)
    {
        if (_file is null || buffer.Length < ReadingPays)
        {
            return Span(offset, buffer.Length, place);
        }
        Check(offset, buffer.Length, place);
        return buffer[.._file.Read(_start + offset, buffer)];
    }

    public ModelFormatException Bad(string place, string found, string expected, Exception? cause = null) =>
        new(Name, place, found, expected, cause);

    public void Dispose()
    {
        if (_owns)
        {
            _file!.Dispose();
        }
    }

    private void Check(long offset, long length, string place)
    {
        ObjectDisposedException.ThrowIf(_file is { IsDisposed: true }, this);
        if ((ulong)offset > (ulong)Length || (ulong)length > (ulong)(Length - offset))
        {
            throw Bad(place, $"{length:N0} bytes at offset {offset:N0}", $"a place inside the {Length:N0} bytes there are");
        }
    }
}
