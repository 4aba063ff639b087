using System.Text;
using Keratin.Formats.Hdf5;
using Keratin.Formats.Zip;

namespace Keratin.Formats.KerasArchive;

/// <summary>
/// Builds a <c>.keras</c> file: a zip file whose entries are stored, as Keras writes it. The weights are written straight
/// into it, once, without a copy between.
/// </summary>
/// <example><code>
/// var archive = new KerasArchiveWriter();
/// archive.Add("metadata.json", metadata);
/// archive.Add("config.json", config);
/// archive.Add("model.weights.h5", weights);
/// archive.Save("model.keras");
/// </code></example>
public sealed class KerasArchiveWriter
{
    /// <summary>Weights are aligned in the archive as they are in the HDF5 file.</summary>
    private const int Hdf5Alignment = 64;

    private readonly ZipWriter _zip = new();

    /// <summary>Adds text, as UTF-8.</summary>
    /// <param name="name">The entry's name, with <c>/</c> between folders.</param>
    /// <param name="text">What it holds.</param>
    /// <exception cref="ArgumentException">The name is empty or there already.</exception>
    public void Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds bytes, which are not copied: leave them alone until the archive is written.</summary>
    /// <param name="name">The entry's name, with <c>/</c> between folders.</param>
    /// <param name="bytes">What it holds.</param>
    /// <exception cref="ArgumentException">The name is empty or there already.</exception>
    public void Add(string name, ReadOnlyMemory<byte> bytes) =>
        _zip.Add(name, bytes.Length, alignment: 1, output => output.Write(bytes.Span));

    /// <summary>Adds an HDF5 file, complete by now, whose elements are written when the archive is.</summary>
    /// <param name="name">The entry's name, such as <c>model.weights.h5</c>.</param>
    /// <param name="hdf5">What it holds.</param>
    /// <exception cref="ArgumentException">The name is empty or there already.</exception>
    public void Add(string name, Hdf5Writer hdf5)
    {
        ArgumentNullException.ThrowIfNull(hdf5);
        (long length, Action<Stream> write) = hdf5.Prepare();
        _zip.Add(name, length, Hdf5Alignment, write);
    }

    /// <summary>Adds bytes that are produced when the archive is written, such as a large asset.</summary>
    /// <param name="name">The entry's name, with <c>/</c> between folders.</param>
    /// <param name="length">How many bytes there will be.</param>
    /// <param name="write">Writes exactly that many.</param>
    /// <exception cref="ArgumentException">The name is empty or there already.</exception>
    public void Add(string name, long length, Action<Stream> write)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentNullException.ThrowIfNull(write);
        _zip.Add(name, length, alignment: 1, write);
    }

    /// <summary>Writes the archive atomically: the old file stays whole until the new one is.</summary>
    /// <param name="path">The file, which is replaced if it exists.</param>
    /// <param name="flushToDisk">Whether to wait until the bytes have reached the disk.</param>
    public void Save(string path, bool flushToDisk = false) => _zip.Save(path, flushToDisk);

    /// <summary>
    /// Writes the entries as files of a folder, as <c>zipped=False</c> does. The folder is written beside its place and renamed; one that is
    /// there is renamed away before, and removed afterwards.
    /// </summary>
    /// <param name="path">The folder, which is replaced if it holds a model and nothing else.</param>
    /// <param name="flushToDisk">Whether to wait until the bytes have reached the disk.</param>
    /// <exception cref="IOException">The folder holds other things, which would be lost.</exception>
    public void SaveFolder(string path, bool flushToDisk = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).FirstOrDefault(static item => !IsOfModel(Path.GetFileName(item))) is { } other)
        {
            throw new IOException($"The folder '{path}' holds '{Path.GetFileName(other)}', which is no part of a model and would be lost: choose a new folder.");
        }
        using var folder = AtomicFolder.Create(path);
        _zip.SaveFolder(folder.Folder, flushToDisk);
        folder.Commit();
    }

    private static bool IsOfModel(string name) => name is "metadata.json" or "config.json" or "model.weights.h5" or "model.weights.npz" or "assets";

    /// <summary>Writes the archive to a stream, which stays open; it need not be able to seek.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _zip.Save(stream);
    }

    /// <summary>The archive as bytes.</summary>
    /// <exception cref="ArgumentException">It would be larger than an array can be.</exception>
    public byte[] ToBytes()
    {
        long length = _zip.Measure();
        if (length > Array.MaxLength)
        {
            throw new ArgumentException($"The archive has {length:N0} bytes, an array at most {Array.MaxLength:N0}; save it to a path.");
        }
        var bytes = new byte[length];
        _zip.Save(new MemoryStream(bytes));
        return bytes;
    }
}
