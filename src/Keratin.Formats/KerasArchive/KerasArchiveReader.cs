using System.Text;
using Keratin.Formats.Hdf5;
using Keratin.Formats.Npy;
using Keratin.Formats.Storage;
using Keratin.Formats.Zip;

namespace Keratin.Formats.KerasArchive;

/// <summary>
/// A <c>.keras</c> file that is open for reading: a zip file of JSON, weights and assets by name. Nothing is unpacked to disk.
/// </summary>
/// <remarks>What was opened from it lives until the archive is disposed. Not safe to use from several threads.</remarks>
/// <example><code>
/// using var archive = KerasArchiveReader.Open("model.keras");
/// string config = archive.ReadText("config.json");
/// Hdf5File weights = archive.OpenHdf5("model.weights.h5");
/// </code></example>
public sealed class KerasArchiveReader : IDisposable
{
    private readonly ByteSource _source;
    private readonly ZipReader _zip;
    private readonly List<string> _names = [];

    private KerasArchiveReader(ByteSource source)
    {
        _source = source;
        try
        {
            _zip = new ZipReader(source, ZipLimits.Default);
        }
        catch
        {
            source.Dispose();
            throw;
        }
        foreach (ZipEntry entry in _zip.Entries)
        {
            if (!entry.IsFolder)
            {
                _names.Add(entry.Name);
            }
        }
    }

    /// <summary>The entries' names, in the file's order, without folders.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Opens a file.</summary>
    /// <exception cref="ModelFormatException">It is no zip file, not a whole one, or one with names that lead out of it.</exception>
    public static KerasArchiveReader Open(string path) => new(ByteSource.Open(path));

    /// <summary>Reads a file from a stream, from its position to its end; it need not be able to seek.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static KerasArchiveReader Open(Stream stream) => new(ByteSource.From(stream));

    /// <summary>Opens a file that is in memory. The bytes are not copied.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static KerasArchiveReader Open(ReadOnlyMemory<byte> bytes) => new(ByteSource.From(bytes));

    /// <summary>Whether bytes start like a zip file that has entries.</summary>
    /// <param name="start">The first four bytes or more.</param>
    public static bool IsArchive(ReadOnlySpan<byte> start) => start.StartsWith("PK\x3\x4"u8);

    /// <summary>Whether there is an entry of that name.</summary>
    public bool Contains(string name) => _zip.TryFind(name, out _);

    /// <summary>Gets an entry's bytes; of a stored entry, a view of the file. False where there is none of that name.</summary>
    /// <exception cref="ModelFormatException">The entry is damaged, unpacks to too much, or is above 2 GiB.</exception>
    public bool TryRead(string name, out ReadOnlyMemory<byte> bytes)
    {
        ByteSource? entry = Find(name);
        bytes = entry is null ? default : entry.Memory(0, entry.Length, "entry");
        return entry is not null;
    }

    /// <summary>An entry's bytes; of a stored entry, a view of the file.</summary>
    /// <exception cref="ModelFormatException">There is none of that name, or it is damaged, unpacks to too much, or is above 2 GiB.</exception>
    public ReadOnlyMemory<byte> Read(string name) => TryRead(name, out ReadOnlyMemory<byte> bytes) ? bytes : throw Missing(name);

    /// <summary>An entry as UTF-8 text.</summary>
    /// <inheritdoc cref="Read"/>
    public string ReadText(string name) => Encoding.UTF8.GetString(Read(name).Span);

    /// <summary>Opens an entry that is an HDF5 file. A stored one is read in place, without a copy.</summary>
    /// <exception cref="ModelFormatException">There is none of that name, or it is damaged, or no HDF5 file.</exception>
    public Hdf5File OpenHdf5(string name) => new(Find(name) ?? throw Missing(name));

    /// <summary>Opens an entry that is a .npz file, as Keras may store weights, in place.</summary>
    /// <exception cref="ModelFormatException">There is none of that name, or it is damaged, or no zip file.</exception>
    public NpzArchive OpenNpz(string name) => new(Find(name) ?? throw Missing(name));

    /// <summary>Closes the file, and with it all that was opened from it.</summary>
    public void Dispose() => _source.Dispose();

    private ByteSource? Find(string name) => _zip.TryFind(name, out ZipEntry entry) ? _zip.Open(entry) : null;

    private ModelFormatException Missing(string name) => _source.Bad(
        "archive",
        _names.Count == 0 ? "no entries" : string.Join(", ", _names.Take(10)) + (_names.Count > 10 ? ", …" : ""),
        $"an entry '{name}'");
}
