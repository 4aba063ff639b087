using Keratin.Formats;
using Keratin.Formats.TensorBundle;

namespace Keratin.Saving.Checkpoints;

/// <summary>
/// Looks into a TensorFlow checkpoint: names, shapes and values of its tensors, and the objects they belong to
/// (<c>tf.train.load_checkpoint</c>). Values are read when asked for.
/// </summary>
/// <example><code>
/// using var reader = CheckpointReader.Open("ckpt/model-7");
/// foreach (var (name, spec) in reader.Variables) Console.WriteLine($"{name} {spec.DType.Name()} {spec.Shape}");
/// var kernel = reader.GetTensor("layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE");
/// Console.WriteLine(reader.Objects);
/// </code></example>
public sealed class CheckpointReader : IDisposable
{
    private readonly TensorBundleReader bundle;
    private readonly string prefix;
    private CheckpointObject? objects;
    private bool hasLooked;

    private CheckpointReader(string prefix)
    {
        this.prefix = prefix;
        bundle = TensorBundleReader.Open(prefix);
        var variables = new OrderedDictionary<string, Graphs.TensorSpec>(bundle.Tensors.Count);
        foreach (var tensor in bundle.Tensors) variables[tensor.Name] = new((DType)tensor.DataType, Shape.Create([.. tensor.Shape]));
        Variables = variables;
    }

    /// <summary>Dtype and shape of every tensor by name, in the order of the names (<c>get_variable_to_shape_map</c>, <c>get_variable_to_dtype_map</c>).</summary>
    public IReadOnlyDictionary<string, Graphs.TensorSpec> Variables { get; }

    /// <summary>The objects whose state it is, as a tree; null for a name-based checkpoint of TensorFlow 1, which has none.</summary>
    /// <exception cref="ModelFormatException">The object graph is damaged.</exception>
    public CheckpointObject? Objects
    {
        get
        {
            if (!hasLooked)
            {
                objects = ObjectGraph.Read(bundle) is { } graph ? CheckpointObject.Tree(graph) : null;
                hasLooked = true;
            }
            return objects;
        }
    }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="prefix">What its files' names begin with, as <c>Save</c> returned it; or a folder, for the newest checkpoint in it.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="ModelFormatException">The index is damaged.</exception>
    public static CheckpointReader Open(string prefix) => new(CheckpointFolder.Resolve(prefix));

    /// <summary>Whether there is a tensor of that name (<c>has_tensor</c>).</summary>
    public bool HasTensor(string name) => bundle.TryGet(name, out _);

    /// <summary>Reads a tensor (<c>get_tensor</c>) and verifies its checksum.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ModelFormatException">Its data is damaged.</exception>
    public EagerTensor GetTensor(string name) => BundleTensors.Read(Find(name));

    /// <summary>Reads a part of a tensor of numbers. Of a partitioned tensor only the slices are looked at that it touches.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="start">Where the part begins on each axis.</param>
    /// <param name="shape">How long it is on each axis.</param>
    /// <param name="verify">Whether checksums are verified, for which all of a stored tensor or slice is read; otherwise no byte outside of the part is.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ArgumentException">The part does not lie in the tensor.</exception>
    /// <exception cref="ModelFormatException">The data is damaged.</exception>
    public unsafe EagerTensor GetSlice(string name, Shape start, Shape shape, bool verify = true)
    {
        var stored = Find(name);
        var tensor = EagerTensor.Allocate((DType)stored.DataType, shape);
        stored.ReadSlice(start.Dims, shape.Dims, new Span<byte>(tensor.Pointer, checked((int)tensor.ByteLength)), verify);
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => bundle.Dispose();

    private BundleTensor Find(string name) => bundle.TryGet(name, out var tensor) ? tensor
        : throw new KeyNotFoundException($"The checkpoint '{prefix}' has no tensor '{name}'; {nameof(Variables)} lists those it has.");
}
