using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Keratin.Formats.Npy.Pickle;
using Keratin.Formats.Storage;
using Keratin.Formats.Zip;

namespace Keratin.Formats.Npy;

/// <summary>
/// The arrays of a <c>numpy.savez</c> file by name, each read when it is asked for. Stored arrays are views into the file
/// that live until the archive is disposed; copy what must live longer.
/// </summary>
public sealed class NpzArchive : IReadOnlyCollection<string>, IDisposable
{
    private const string Suffix = ".npy";
    private readonly ByteSource _source;
    private readonly ZipReader _zip;
    private readonly List<string> _names;

    internal NpzArchive(ByteSource source)
    {
        _source = source;
        try
        {
            _zip = new ZipReader(source, ZipLimits.Arrays);
            _names = new List<string>(_zip.Entries.Count);
            foreach (ZipEntry entry in _zip.Entries)
            {
                if (entry.Name.EndsWith(Suffix, StringComparison.Ordinal))
                {
                    _names.Add(entry.Name[..^Suffix.Length]);
                }
            }
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens a .npz file.</summary>
    /// <exception cref="ModelFormatException">The content is no zip file of arrays.</exception>
    public static NpzArchive Open(string path) => new(ByteSource.Open(path));

    /// <summary>Reads a .npz file from a stream, to the stream's end.</summary>
    /// <exception cref="ModelFormatException">The content is no zip file of arrays.</exception>
    public static NpzArchive Open(Stream stream) => new(ByteSource.From(stream));

    /// <summary>Opens a .npz file that is in memory.</summary>
    /// <exception cref="ModelFormatException">The content is no zip file of arrays.</exception>
    public static NpzArchive Open(ReadOnlyMemory<byte> bytes) => new(ByteSource.From(bytes));

    /// <summary>Writes a .npz file, its entries stored as <c>numpy.savez</c> does, atomically.</summary>
    /// <param name="path">The file, which is replaced if it exists.</param>
    /// <param name="arrays">The arrays by name, without <c>.npy</c>.</param>
    public static void Save(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays) =>
        Collect(arrays).Save(path, flushToDisk: false);

    /// <summary>Writes a .npz file to a stream, which stays open; it need not be able to seek.</summary>
    /// <param name="stream">The output.</param>
    /// <param name="arrays">The arrays by name, without <c>.npy</c>.</param>
    public static void Save(Stream stream, IEnumerable<KeyValuePair<string, NpyArray>> arrays) =>
        Collect(arrays).Save(stream);

    /// <summary>The arrays' names, without <c>.npy</c>, in the file's order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <inheritdoc/>
    public int Count => _names.Count;

    /// <summary>The array of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="ModelFormatException">The array's entry is damaged, or holds objects or structures.</exception>
    public NpyArray this[string name] => TryGet(name, out NpyArray? array)
        ? array
        : throw new KeyNotFoundException($"{_source.Name} has no array '{name}'; it has {string.Join(", ", _names)}.");

    /// <summary>Gets the array of that name, false where there is none.</summary>
    /// <exception cref="ModelFormatException">The array's entry is damaged, or holds objects or structures.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out NpyArray? array)
    {
        bool found = _zip.TryFind(name + Suffix, out ZipEntry entry);
        array = found ? NpyReader.Read(_zip.Open(entry), copy: false) : null;
        return found;
    }

    /// <summary>
    /// Gets the arrays of an entry that is not an array but a Python dictionary of arrays, as Keras writes the variables of each layer into a
    /// <c>model.weights.npz</c>; false where there is no entry of that name, or an array.
    /// </summary>
    /// <remarks>Such entries are pickles, which could hold any program. This one is only read: arrays and numbers come out, all else is refused.</remarks>
    /// <exception cref="ModelFormatException">The entry is damaged, or holds anything but arrays by name.</exception>
    public bool TryGetDictionary(string name, [NotNullWhen(true)] out IReadOnlyDictionary<string, NpyArray>? arrays)
    {
        arrays = null;
        if (!_zip.TryFind(name + Suffix, out ZipEntry entry))
        {
            return false;
        }
        ByteSource file = _zip.Open(entry);
        arrays = PickledArrays.IsPickled(file) ? PickledArrays.Read(file) : null;
        return arrays is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _names.GetEnumerator();

    private static ZipWriter Collect(IEnumerable<KeyValuePair<string, NpyArray>> arrays)
    {
        const int alignment = 64;
        var zip = new ZipWriter();
        foreach ((string name, NpyArray array) in arrays)
        {
            long length = NpyHeader.Write(array.Layout, array.Shape).Length + (long)array.Bytes.Length;
            zip.Add(name + Suffix, length, alignment, array.Save);
        }
        return zip;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
