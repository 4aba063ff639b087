using System.Globalization;
using Keratin.Formats.Hdf5;

namespace Keratin.Saving.KerasArchive;

/// <summary>Where a file, or several, keep the variables of objects: an object has a path, its variables have numbers.</summary>
internal abstract class WeightSource : IDisposable
{
    /// <summary>What errors call it.</summary>
    public abstract string FileName { get; }

    /// <summary>The name under which the layers of a model are kept.</summary>
    public virtual string Container => ObjectWeights.Layers;

    public abstract bool Contains(string path, int number);

    /// <summary>The value for a variable.</summary>
    /// <param name="path">The object's path.</param>
    /// <param name="number">The variable's number.</param>
    /// <param name="variable">What the value is for.</param>
    /// <param name="name">What errors call the variable.</param>
    /// <param name="memory">Where the value goes.</param>
    /// <exception cref="Formats.ModelFormatException">It does not fit the variable.</exception>
    public abstract EagerTensor Read(string path, int number, Variable variable, string name, TensorArena memory);

    /// <summary>A float32 value that an object keeps by name, or null.</summary>
    public virtual EagerTensor? Find(string path, string name) => null;

    public virtual void Dispose()
    {
    }

    /// <summary>Where a variable lies, for errors.</summary>
    public static string Place(string path, int number) => $"{path}/{number.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>Variables in one HDF5 file.</summary>
internal sealed class Hdf5WeightSource(Hdf5File file, string fileName) : WeightSource
{
    private (string Path, Hdf5Group? Group) last = ("/", null);

    public override string FileName => fileName;

    public override string Container => file.Root.TryGetGroup(ObjectWeights.Dependencies, out _) ? ObjectWeights.Dependencies : ObjectWeights.Layers;

    public override bool Contains(string path, int number) => TryFind(path, number, out _);

    public override EagerTensor Read(string path, int number, Variable variable, string name, TensorArena memory) =>
        Hdf5Tensors.Read(TryFind(path, number, out var dataset) ? dataset : throw new KeyNotFoundException(Place(path, number)), variable, name, fileName, memory);

    public override EagerTensor? Find(string path, string name) =>
        file.Root.TryGetGroup(path, out var group) && group.TryGetDataset(name, out var dataset) ? Hdf5Tensors.Read(dataset, DType.Float32, new TensorArena()) : null;

    // Variables are asked for object by object.
    private bool TryFind(string path, int number, out Hdf5Dataset dataset)
    {
        if (last.Path != path) last = (path, file.Root.TryGetGroup(path, out var found) ? found : null);
        dataset = null!;
        return last.Group is { } group && group.TryGetDataset(number.ToString(CultureInfo.InvariantCulture), out dataset!);
    }
}
