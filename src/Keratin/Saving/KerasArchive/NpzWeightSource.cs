using System.Globalization;
using System.Runtime.InteropServices;
using Keratin.Formats;
using Keratin.Formats.Npy;

namespace Keratin.Saving.KerasArchive;

/// <summary>Variables in a NumPy archive, as <c>weights_format="npz"</c> of Keras writes it: an entry an object, a pickled dictionary of its variables by number.</summary>
internal sealed class NpzWeightSource(NpzArchive file, string fileName) : WeightSource
{
    private const string Group = "vars", Root = "__root__";
    private (string Path, IReadOnlyDictionary<string, NpyArray>? Arrays) last = ("/", null);

    public override string FileName => fileName;

    public override bool Contains(string path, int number) => Find(path, number) is not null;

    public override EagerTensor Read(string path, int number, Variable variable, string name, TensorArena memory) =>
        Hdf5Tensors.Fit(Read(Find(path, number) ?? throw new KeyNotFoundException(Place(path, number)), variable.DType, memory), variable, name, fileName, Place(path, number));

    /// <summary>An array as a tensor.</summary>
    /// <param name="array">The array.</param>
    /// <param name="wanted">The dtype of what it is for: 16 bits without a type may be a float.</param>
    /// <param name="memory">Where the value goes.</param>
    public static unsafe EagerTensor Read(NpyArray array, DType wanted, TensorArena memory)
    {
        var tensor = memory.Allocate(Hdf5Tensors.StoredType(array.ElementType, array.ItemSize, wanted, ""), Shape.Create(Array.ConvertAll(array.Shape, static size => (long)size)));
        array.Bytes.Span.CopyTo(new Span<byte>(tensor.Pointer, array.Bytes.Length));
        GC.KeepAlive(tensor);
        return tensor;
    }

    private NpyArray? Find(string path, int number)
    {
        if (last.Path != path) last = (path, file.TryGetDictionary(EntryOf(path), out var arrays) ? arrays : null);
        return last.Arrays?.GetValueOrDefault(number.ToString(CultureInfo.InvariantCulture));
    }

    // layers/dense/vars is the entry layers/dense; the model's own variables have a name of their own.
    private static string EntryOf(string path) => path == Group ? Root : path.EndsWith($"/{Group}", StringComparison.Ordinal) ? path[..^(Group.Length + 1)] : path;
}
