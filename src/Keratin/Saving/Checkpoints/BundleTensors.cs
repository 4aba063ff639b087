using Keratin.Formats;
using Keratin.Formats.TensorBundle;

namespace Keratin.Saving.Checkpoints;

/// <summary>Tensors of bundles as tensors, and back. Both count element types as TensorFlow does.</summary>
internal static unsafe class BundleTensors
{
    // Below this a second thread costs more than it saves.
    private const long ParallelPays = 4 << 20;

    public static EagerTensor Read(BundleTensor stored)
    {
        var shape = Shape.Create([.. stored.Shape]);
        if ((DType)stored.DataType == DType.String) return new EagerTensor(DType.String, shape, stored.ReadStrings());
        // The length is checked against the files before memory is taken for it.
        long length = stored.ByteLength;
        var tensor = EagerTensor.Allocate((DType)stored.DataType, shape);
        stored.Read(new Span<byte>(tensor.Pointer, checked((int)length)));
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>Reads many tensors, on several threads where that pays.</summary>
    public static EagerTensor[] Read(IReadOnlyList<BundleTensor> stored)
    {
        var tensors = new EagerTensor[stored.Count];
        long length = stored.Sum(static tensor => (DType)tensor.DataType == DType.String ? 0 : tensor.ByteLength);
        if (length < ParallelPays)
        {
            for (int i = 0; i < tensors.Length; i++) tensors[i] = Read(stored[i]);
            return tensors;
        }
        try
        {
            Parallel.For(0, tensors.Length, i => tensors[i] = Read(stored[i]));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.OfType<ModelFormatException>().FirstOrDefault() is { } first)
        {
            throw new ModelFormatException(first.File, first.Place, first.Found, first.Expected, first);
        }
        return tensors;
    }

    public static void Write(TensorBundleWriter bundle, string key, EagerTensor value)
    {
        if (value.DType == DType.String) bundle.AddStrings(key, value.Shape.Dims.ToArray(), Array.ConvertAll(value.Objects.ToArray(), static text => (byte[])text));
        else if (value.DType.IsObject()) throw new NotSupportedException($"'{key}' is of dtype {value.DType.Name()}, which checkpoints can't hold.");
        else bundle.Add(key, (int)value.DType, value.Shape.Dims.ToArray(), new TensorMemory(value).Memory);
    }
}
