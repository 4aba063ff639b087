using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.KerasArchive;
using Keratin.Formats.TensorBundle;
using Keratin.Graphs;
using Keratin.Saving.Checkpoints;
using Keratin.Saving.KerasArchive;

namespace Keratin.Saving;

/// <summary>
/// Looks into any file that holds weights: names, shapes and dtypes of its tensors, each read when it is asked for and without the rest.
/// Names are those of the file: <c>layers/dense/vars/0</c> in <c>.keras</c> and <c>.weights.h5</c>, <c>model_weights/dense/dense/kernel:0</c> in
/// whole-model <c>.h5</c>, <c>layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE</c> in checkpoints.
/// </summary>
/// <example><code>
/// using var file = TensorFile.Open("model.keras");
/// foreach (var (name, spec) in file.Tensors) Console.WriteLine($"{name} {spec.DType.Name()} {spec.Shape}");
/// EagerTensor kernel = file.GetTensor("layers/dense/vars/0");
/// EagerTensor tenRows = file.GetSlice("layers/embedding/vars/0", start: [100, 0], shape: [10, 64]);
/// </code></example>
public abstract class TensorFile : IDisposable
{
    private protected TensorFile()
    {
    }

    /// <summary>Dtype and shape of every tensor of numbers, by name, in the file's order.</summary>
    public abstract IReadOnlyDictionary<string, TensorSpec> Tensors { get; }

    /// <summary>Opens a file; its content decides what it is.</summary>
    /// <param name="path">
    /// A <c>.keras</c> file or folder, an HDF5 file of a whole model or of weights, the <c>.weights.json</c> of sharded weights, or a checkpoint's
    /// prefix or folder.
    /// </param>
    /// <exception cref="ModelFormatException">It is damaged, or holds no weights.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static TensorFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path) && KerasFile.IsFolder(path)) return ArchiveTensorFile.Open(path);
        if (TensorBundleReader.Exists(path) || !File.Exists(path)) return new CheckpointTensorFile(path);
        if (path.EndsWith(ShardedWeights.Ending, StringComparison.OrdinalIgnoreCase)) return new Hdf5TensorFile(ShardedWeights.Shards(path));
        Span<byte> start = stackalloc byte[8];
        int length;
        using (var handle = File.OpenHandle(path)) length = RandomAccess.Read(handle, start, 0);
        return KerasArchiveReader.IsArchive(start[..length]) ? ArchiveTensorFile.Open(path)
            : Hdf5File.IsHdf5(start[..length]) ? new Hdf5TensorFile([path])
            : throw ModelFiles.Unknown(path, start[..length]);
    }

    /// <summary>Reads one tensor.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ModelFormatException">Its data is damaged.</exception>
    public abstract EagerTensor GetTensor(string name);

    /// <summary>Reads a part of a tensor. Where the file keeps it in one piece, no more than the part is read.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="start">Where the part begins on each axis.</param>
    /// <param name="shape">How long it is on each axis.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ArgumentException">The part does not lie in the tensor.</exception>
    /// <exception cref="ModelFormatException">The data is damaged.</exception>
    public virtual EagerTensor GetSlice(string name, Shape start, Shape shape)
    {
        CheckSlice(Find(Tensors, name).Shape, start, shape);
        return Ops.Slice(GetTensor(name), Tensor.From(start.ToArray()), Tensor.From(shape.ToArray())).Value;
    }

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();

    private protected static T Find<T>(IReadOnlyDictionary<string, T> all, string name) => all.TryGetValue(name.TrimStart('/'), out var found) ? found
        : throw new KeyNotFoundException($"The file has no tensor '{name}'; {nameof(Tensors)} lists those it has.");

    private protected static void CheckSlice(Shape whole, Shape start, Shape shape)
    {
        bool fits = start.Rank == whole.Rank && shape.Rank == whole.Rank;
        for (int i = 0; fits && i < whole.Rank; i++) fits = start[i] >= 0 && shape[i] >= 0 && shape[i] <= whole[i] - start[i];
        if (!fits) throw new ArgumentException($"A part of shape {shape} from {start} on does not lie in a tensor of shape {whole}.");
    }
}
