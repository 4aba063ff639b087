using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.KerasArchive;
using Keratin.Formats.Npy;
using Keratin.Graphs;
using Keratin.Saving.Checkpoints;
using Keratin.Saving.KerasArchive;

namespace Keratin.Saving;

/// <summary>The datasets of HDF5 files.</summary>
internal sealed class Hdf5TensorFile : TensorFile
{
    private readonly List<Hdf5File> files = [];
    private readonly Dictionary<string, Hdf5Dataset> datasets = [];
    private readonly OrderedDictionary<string, TensorSpec> tensors = [];

    public Hdf5TensorFile(IEnumerable<string> paths)
    {
        try
        {
            foreach (string path in paths) Add(Hdf5File.Open(path));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Hdf5TensorFile(Hdf5File file) => Add(file);

    public override IReadOnlyDictionary<string, TensorSpec> Tensors => tensors;

    public override EagerTensor GetTensor(string name)
    {
        var dataset = Find(datasets, name);
        return Hdf5Tensors.Read(dataset, Hdf5Tensors.TypeOf(dataset)!.Value, new TensorArena());
    }

    public override unsafe EagerTensor GetSlice(string name, Shape start, Shape shape)
    {
        var dataset = Find(datasets, name);
        // What lies in chunks is read as a whole.
        if (shape.Rank == 0 || !dataset.TryGetView(out _)) return base.GetSlice(name, start, shape);
        var (whole, dtype) = (Find(tensors, name).Shape, Find(tensors, name).DType);
        CheckSlice(whole, start, shape);
        var slice = EagerTensor.Allocate(dtype, shape);
        long row = shape[^1] * dataset.ItemSize;
        var index = new long[shape.Rank];
        for (long done = 0; done < (long)slice.ByteLength; done += row)
        {
            long at = 0;
            for (int axis = 0; axis < index.Length; axis++) at = at * whole[axis] + start[axis] + index[axis];
            dataset.Read(at * dataset.ItemSize, new Span<byte>((byte*)slice.Pointer + done, checked((int)row)));
            for (int axis = index.Length - 2; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }
        GC.KeepAlive(slice);
        return slice;
    }

    public override void Dispose() => files.ForEach(static file => file.Dispose());

    private void Add(Hdf5File file)
    {
        files.Add(file);
        Collect(file.Root);
    }

    private void Collect(Hdf5Group group)
    {
        foreach (string name in group.Names)
        {
            if (!group.TryGet(name, out var child)) continue;
            if (child is Hdf5Group below) Collect(below);
            else if (child is Hdf5Dataset dataset && Hdf5Tensors.TypeOf(dataset) is { } dtype)
            {
                string path = dataset.Path.TrimStart('/');
                datasets[path] = dataset;
                tensors[path] = new(dtype, Shape.Create([.. dataset.Shape]));
            }
        }
    }
}

/// <summary>The arrays of a NumPy archive, of dictionaries those inside.</summary>
internal sealed class NpzTensorFile : TensorFile
{
    private readonly NpzArchive archive;
    private readonly OrderedDictionary<string, NpyArray> arrays = [];
    private readonly OrderedDictionary<string, TensorSpec> tensors = [];

    public NpzTensorFile(NpzArchive archive)
    {
        this.archive = archive;
        foreach (string name in archive.Names)
        {
            if (!archive.TryGetDictionary(name, out var inside)) Add(name, archive[name]);
            else foreach (var (number, array) in inside) Add($"{name}/{number}", array);
        }
    }

    public override IReadOnlyDictionary<string, TensorSpec> Tensors => tensors;

    public override EagerTensor GetTensor(string name) => NpzWeightSource.Read(Find(arrays, name), DType.Float32, new TensorArena());

    public override void Dispose() => archive.Dispose();

    private void Add(string name, NpyArray array)
    {
        arrays[name] = array;
        tensors[name] = new(Hdf5Tensors.StoredType(array.ElementType, array.ItemSize, DType.Float32, name), Shape.Create(Array.ConvertAll(array.Shape, static size => (long)size)));
    }
}

/// <summary>The weights inside of a <c>.keras</c> file or folder.</summary>
internal sealed class ArchiveTensorFile(KerasArchiveReader archive, TensorFile weights) : TensorFile
{
    public override IReadOnlyDictionary<string, TensorSpec> Tensors => weights.Tensors;

    public static new ArchiveTensorFile Open(string path)
    {
        var archive = KerasArchiveReader.Open(path);
        try
        {
            return new(archive, KerasFile.OpenTensors(archive, path));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public override EagerTensor GetTensor(string name) => weights.GetTensor(name);

    public override EagerTensor GetSlice(string name, Shape start, Shape shape) => weights.GetSlice(name, start, shape);

    public override void Dispose()
    {
        weights.Dispose();
        archive.Dispose();
    }
}

/// <summary>The tensors of a checkpoint.</summary>
internal sealed class CheckpointTensorFile(string prefix) : TensorFile
{
    private readonly CheckpointReader reader = CheckpointReader.Open(prefix);

    public override IReadOnlyDictionary<string, TensorSpec> Tensors => reader.Variables;

    public override EagerTensor GetTensor(string name) => reader.GetTensor(name);

    public override EagerTensor GetSlice(string name, Shape start, Shape shape) => reader.GetSlice(name, start, shape);

    public override void Dispose() => reader.Dispose();
}
