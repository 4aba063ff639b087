using Keratin.Formats.Hdf5.Reading;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5;

/// <summary>
/// An HDF5 file that is open for reading: what h5py writes for Keras, and nearly all else that occurs in practice.
/// </summary>
/// <remarks>
/// Opening reads a few bytes; everything else is read when asked for. Views of datasets live until the file is disposed.
/// </remarks>
/// <example><code>
/// using var file = Hdf5File.Open("model.weights.h5");
/// float[] kernel = file.Root.GetDataset("layers/dense/vars/0").ReadArray&lt;float&gt;();
/// </code></example>
public sealed class Hdf5File : IDisposable
{
    private readonly ByteSource _bytes;

    internal Hdf5File(ByteSource bytes, bool ignoreChecksums = false)
    {
        _bytes = bytes;
        try
        {
            (Hdf5Source source, long root) = Superblock.Read(bytes, ignoreChecksums);
            Root = new Hdf5Group(source, ObjectHeader.Read(source, root), null, "", root);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The group that holds everything.</summary>
    public Hdf5Group Root { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ModelFormatException">It is not an HDF5 file, or not a whole one.</exception>
    public static Hdf5File Open(string path) => new(ByteSource.Open(path));

    /// <summary>Opens a file that is in memory. The bytes are not copied.</summary>
    /// <exception cref="ModelFormatException">They are not an HDF5 file, or not a whole one.</exception>
    public static Hdf5File Open(ReadOnlyMemory<byte> bytes) => new(ByteSource.From(bytes));

    /// <summary>Reads a file from a stream, from its position to its end; it need not be able to seek.</summary>
    /// <exception cref="ModelFormatException">The bytes are not an HDF5 file, or not a whole one.</exception>
    public static Hdf5File Open(Stream stream) => new(ByteSource.From(stream));

    /// <summary>Whether bytes start like an HDF5 file without a user block.</summary>
    /// <param name="start">The first eight bytes or more.</param>
    public static bool IsHdf5(ReadOnlySpan<byte> start) => start.StartsWith(Superblock.Signature);

    /// <summary>Closes the file. Views of its datasets end here.</summary>
    public void Dispose() => _bytes.Dispose();
}
