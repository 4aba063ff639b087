namespace Keratin.Formats.Storage;

/// <summary>
/// The bytes of a file that a reader works on, at fixed addresses: a mapped file, an array, or a slice of either.
/// Every access is checked against the length, which is 64 bits wide, unlike a span's.
/// </summary>
/// <remarks>
/// A source that nobody disposes keeps its mapping for good rather than pulling it from under a span in use. Copying
/// out of a mapping is faster than reading into a buffer; the price is that a file must not be cut while it is open.
/// </remarks>
internal sealed unsafe class ByteSource : IDisposable
{
    private readonly byte* _start;
    private readonly ByteOwner _owner;
    private readonly bool _owns;

    private ByteSource(string name, ByteOwner owner, byte* start, long length, bool owns)
    {
        Name = name;
        _owner = owner;
        _start = start;
        Length = length;
        _owns = owns;
    }

    /// <summary>What errors call the file.</summary>
    public string Name { get; }

    public long Length { get; }

    public static ByteSource Open(string path)
    {
        var owner = new ByteOwner(path);
        return new ByteSource(path, owner, owner.Start, owner.Length, owns: true);
    }

    public static ByteSource From(ReadOnlyMemory<byte> bytes, string name = "(bytes)")
    {
        var owner = new ByteOwner(bytes);
        return new ByteSource(name, owner, owner.Start, owner.Length, owns: true);
    }

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
        return new ByteSource(name, _owner, _start + offset, length, owns: false);
    }

    public ReadOnlySpan<byte> Span(long offset, long length, string place)
    {
        Check(offset, length, place);
        if (length > int.MaxValue)
        {
            throw Bad(place, $"{length:N0} bytes in one piece", $"at most {int.MaxValue:N0}");
        }
        return new ReadOnlySpan<byte>(_start + offset, (int)length);
    }

    /// <summary>A view that fails cleanly, instead of reading freed memory, once the source is disposed.</summary>
    public ReadOnlyMemory<byte> Memory(long offset, long length, string place)
    {
        Span(offset, length, place);
        return length == 0 ? default : new ByteView(_owner, _start + offset, (int)length).Memory;
    }

    public void CopyTo(long offset, Span<byte> destination, string place)
    {
        Check(offset, destination.Length, place);
        new ReadOnlySpan<byte>(_start + offset, destination.Length).CopyTo(destination);
    }

    public ModelFormatException Bad(string place, string found, string expected, Exception? cause = null) =>
        new(Name, place, found, expected, cause);

    public void Dispose()
    {
        if (_owns)
        {
            _owner.Dispose();
        }
    }

    private void Check(long offset, long length, string place)
    {
        ObjectDisposedException.ThrowIf(_owner.IsDisposed, this);
        if ((ulong)offset > (ulong)Length || (ulong)length > (ulong)(Length - offset))
        {
            throw Bad(place, $"{length:N0} bytes at offset {offset:N0}", $"a place inside the {Length:N0} bytes there are");
        }
    }
}
