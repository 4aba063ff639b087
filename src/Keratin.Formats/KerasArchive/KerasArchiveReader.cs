using System.Text;
using Keratin.Formats.Hdf5;
using Keratin.Formats.Npy;
using Keratin.Formats.Storage;

namespace Keratin.Formats.KerasArchive;

/// <summary>
/// A <c>.keras</c> file that is open for reading: a zip file of JSON, weights and assets by name, or a folder of the same. Nothing is
/// unpacked to disk.
/// </summary>
/// <remarks>What was opened from it lives until the archive is disposed. Not safe to use from several threads.</remarks>
/// <example><code>
/// using var archive = KerasArchiveReader.Open("model.keras");
/// string config = archive.ReadText("config.json");
/// Hdf5File weights = archive.OpenHdf5("model.weights.h5");
/// </code></example>
public sealed class KerasArchiveReader : IDisposable
{
    private readonly IEntries _entries;

    private KerasArchiveReader(IEntries entries) => _entries = entries;

    /// <summary>The entries' names, in the file's order, without folders.</summary>
    public IReadOnlyList<string> Names => _entries.Names;

    /// <summary>Opens a file, or a folder that holds the same unpacked.</summary>
    /// <exception cref="ModelFormatException">It is no zip file, not a whole one, or one with names that lead out of it; or a folder with links.</exception>
    public static KerasArchiveReader Open(string path) => Directory.Exists(path) ? new(new FolderEntries(path)) : new(new ZipEntries(ByteSource.Open(path)));

    /// <summary>Reads a file from a stream, from its position to its end; it need not be able to seek.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static KerasArchiveReader Open(Stream stream) => new(new ZipEntries(ByteSource.From(stream)));

    /// <summary>Opens a file that is in memory. The bytes are not copied.</summary>
    /// <inheritdoc cref="Open(string)"/>
    public static KerasArchiveReader Open(ReadOnlyMemory<byte> bytes) => new(new ZipEntries(ByteSource.From(bytes)));

    /// <summary>Whether bytes start like a zip file that has entries.</summary>
    /// <param name="start">The first four bytes or more.</param>
    public static bool IsArchive(ReadOnlySpan<byte> start) => start.StartsWith("PK\x3\x4"u8);

    /// <summary>Whether there is an entry of that name.</summary>
    public bool Contains(string name) => Names.Contains(name);

    /// <summary>Whether a file of the folder is a NumPy archive, whatever it is called: in folders Keras gives one the name of an HDF5 file.</summary>
    public bool IsNpz(string name) => _entries is FolderEntries && _entries.Find(name) is { Length: >= 4 } file && IsArchive(file.Span(0, 4, name));

    /// <summary>Gets an entry's bytes; of a stored entry, a view of the file. False where there is none of that name.</summary>
    /// <exception cref="ModelFormatException">The entry is damaged, unpacks to too much, or is above 2 GiB.</exception>
    public bool TryRead(string name, out ReadOnlyMemory<byte> bytes)
    {
        ByteSource? entry = _entries.Find(name);
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
    public Hdf5File OpenHdf5(string name) => new(_entries.Find(name) ?? throw Missing(name));

    /// <summary>Opens an entry that is a .npz file, as Keras may store weights, in place.</summary>
    /// <exception cref="ModelFormatException">There is none of that name, or it is damaged, or no zip file.</exception>
    public NpzArchive OpenNpz(string name) => new(_entries.Find(name) ?? throw Missing(name));

    /// <summary>Closes the file, and with it all that was opened from it.</summary>
    public void Dispose() => _entries.Dispose();

    private ModelFormatException Missing(string name) => new(
        _entries.FileName,
        "archive",
        Names.Count == 0 ? "no entries" : string.Join(", ", Names.Take(10)) + (Names.Count > 10 ? ", …" : ""),
        $"an entry '{name}'");
}
