using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.KerasArchive;
using Keratin.Models;
using Keratin.Saving.Hdf5;
using Keratin.Saving.KerasArchive;

namespace Keratin.Saving;

/// <summary>Finds out what a file is by its content, and has it read or written.</summary>
internal static class ModelFiles
{
    public static SaveFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".keras" => SaveFormat.Keras,
        ".h5" or ".hdf5" or ".hdf" => SaveFormat.Hdf5,
        var other => throw new ArgumentException($"The file name '{path}' ends in '{other}', which is no format of whole models: use .keras or .h5, or give the format."),
    };

    public static void Save(Model model, string path, SaveFormat format, SaveOptions options)
    {
        if (!options.Overwrite && Path.Exists(path)) throw new IOException($"The file '{path}' exists, and it is not to be overwritten.");
        if (!options.Zipped) SaveFolder(model, path, options);
        else if (format == SaveFormat.Keras) KerasFile.Write(model, options).Save(path, options.FlushToDisk);
        else Hdf5ModelFile.Write(model, options).Save(path, options.FlushToDisk);
    }

    private static void SaveFolder(Model model, string path, SaveOptions options)
    {
        if (path.EndsWith(".keras", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException($"'{path}' is the name of a file; a folder ({nameof(SaveOptions.Zipped)} = false) must not end in .keras.");
        if ((options.Dialect ?? model.Dialect) != Serialization.Dialect.Keras3) throw new NotSupportedException($"Keras 2 takes a folder for a SavedModel; save '{path}' in the dialect of Keras 3, or as one .keras file.");
        KerasFile.Write(model, options).SaveFolder(path, options.FlushToDisk);
    }

    public static void Save(Model model, Stream stream, SaveFormat format, SaveOptions options)
    {
        if (!options.Zipped) throw new ArgumentException("A folder can't be written to a stream.");
        if (format == SaveFormat.Keras) KerasFile.Write(model, options).Save(stream);
        else Hdf5ModelFile.Write(model, options).Save(stream);
    }

    public static Model Load(string path, LoadOptions options)
    {
        if (Directory.Exists(path))
        {
            if (!KerasFile.IsFolder(path)) throw new ModelFormatException(path, "", "a folder without config.json", "a file, .keras or .h5, or the folder of an unpacked .keras file");
            using var folder = KerasArchiveReader.Open(path);
            return Load(folder, path, options);
        }
        Span<byte> start = stackalloc byte[8];
        int length;
        using (var handle = File.OpenHandle(path)) length = RandomAccess.Read(handle, start, 0);
        if (KerasArchiveReader.IsArchive(start[..length]))
        {
            using var archive = KerasArchiveReader.Open(path);
            return Load(archive, path, options);
        }
        if (!Hdf5File.IsHdf5(start[..length])) throw Unknown(path, start[..length]);
        using var file = Hdf5File.Open(path);
        return Load(file, path, options);
    }

    public static Model Load(ReadOnlyMemory<byte> bytes, string name, LoadOptions options)
    {
        if (KerasArchiveReader.IsArchive(bytes.Span))
        {
            using var archive = KerasArchiveReader.Open(bytes);
            return Load(archive, name, options);
        }
        if (!Hdf5File.IsHdf5(bytes.Span)) throw Unknown(name, bytes.Span);
        using var file = Hdf5File.Open(bytes);
        return Load(file, name, options);
    }

    private static Model Load(KerasArchiveReader archive, string name, LoadOptions options) => Reported(options, report => KerasFile.Read(archive, name, options, report));

    private static Model Load(Hdf5File file, string name, LoadOptions options) => Reported(options, report => Hdf5ModelFile.Read(file, name, options, report));

    public static T Reported<T>(LoadOptions options, Func<LoadReport, T> load)
    {
        var report = new LoadReport();
        var result = load(report);
        options.Report?.Invoke(report);
        return result;
    }

    public static ModelFormatException Unknown(string name, ReadOnlySpan<byte> start) =>
        new(name, "the first bytes", start.IsEmpty ? "an empty file" : Convert.ToHexString(start[..Math.Min(start.Length, 8)]), "an HDF5 file (.h5, starts with 894844460D0A1A0A) or a .keras archive (starts with 504B0304)");
}
