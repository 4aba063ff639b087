using Keratin.Formats.Hdf5.Writing;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5;

/// <summary>
/// Builds an HDF5 file and writes it in the layout of h5py's defaults, which every version of the HDF5 library reads:
/// superblock 0, symbol tables, contiguous datasets.
/// </summary>
/// <example><code>
/// var writer = new Hdf5Writer();
/// writer.Root.SetAttribute("keras_version", "2.15.0");
/// writer.Root.Add("layers/dense/vars/0", ElementType.Float32, [784, 512], kernelBytes);
/// writer.Save("model.weights.h5");
/// </code></example>
public sealed class Hdf5Writer
{
    /// <summary>The group that holds everything.</summary>
    public Hdf5GroupWriter Root { get; } = new("");

    /// <summary>Writes the file atomically: the old one stays whole until the new one is.</summary>
    /// <param name="path">The file, which is replaced if it exists.</param>
    /// <param name="flushToDisk">Whether to wait until the bytes have reached the disk.</param>
    public void Save(string path, bool flushToDisk = false)
    {
        var plan = new Hdf5Plan(Root);
        using var file = AtomicFile.Create(path, flushToDisk, plan.Length);
        plan.WriteTo(new GatherWriter(file.Stream));
        file.Commit();
    }

    /// <summary>Writes the file to a stream, front to back; it need not be able to seek, and stays open.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        new Hdf5Plan(Root).WriteTo(new GatherWriter(stream));
    }

    /// <summary>The file as bytes.</summary>
    /// <exception cref="ArgumentException">It would be larger than an array can be.</exception>
    public byte[] ToBytes()
    {
        var plan = new Hdf5Plan(Root);
        if (plan.Length > Array.MaxLength)
        {
            throw new ArgumentException($"The file has {plan.Length:N0} bytes, an array at most {Array.MaxLength:N0}; save it to a path.");
        }
        var bytes = new byte[plan.Length];
        plan.WriteTo(new GatherWriter(new MemoryStream(bytes)));
        return bytes;
    }

    /// <summary>The file's length, and what writes it.</summary>
    internal (long Length, Action<Stream> Write) Prepare()
    {
        var plan = new Hdf5Plan(Root);
        return (plan.Length, stream => plan.WriteTo(new GatherWriter(stream)));
    }
}
