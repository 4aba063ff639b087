using Keratin.Formats;
using Keratin.Formats.TensorBundle;

namespace Keratin.Saving.Checkpoints;

/// <summary>Tensors of bundles as tensors, and back. Both count element types as TensorFlow does.</summary>
internal static class BundleTensors
{
    // Below this a second thread costs more than it saves.
    private const long ParallelPays = 4 << 20;

    public static EagerTensor Read(BundleTensor stored)
    {
        var tensor = Allocate(stored, new TensorArena());
        Fill(tensor, stored);
        return tensor;
    }

    /// <summary>Reads many tensors, on several threads where that pays.</summary>
    public static EagerTensor[] Read(IReadOnlyList<BundleTensor> stored)
    {
        var (tensors, memory, length) = (new EagerTensor[stored.Count], new TensorArena(), 0L);
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = Allocate(stored[i], memory);
            if (tensors[i].DType != DType.String) length += (long)tensors[i].ByteLength;
        }
        if (length < ParallelPays)
        {
            for (int i = 0; i < tensors.Length; i++) Fill(tensors[i], stored[i]);
            return tensors;
        }
        try
        {
            Parallel.For(0, tensors.Length, i => Fill(tensors[i], stored[i]));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.OfType<ModelFormatException>().FirstOrDefault() is { } first)
        {
            throw new ModelFormatException(first.File, first.Place, first.Found, first.Expected, first);
        }
        return tensors;
    }

    // The length is checked against the files before memory is taken for it.
    private static EagerTensor Allocate(BundleTensor stored, TensorArena memory)
    {
        var shape = Shape.Create([.. stored.Shape]);
        if ((DType)stored.DataType == DType.String) return new EagerTensor(DType.String, shape, stored.ReadStrings());
        _ = stored.ByteLength;
        return memory.Allocate((DType)stored.DataType, shape);
    }

    private static void Fill(EagerTensor tensor, BundleTensor stored)
    {
        if (tensor.DType == DType.String) return;
        var pieces = TensorMemory.Pieces(tensor);
        if (pieces.Length == 1) stored.Read(pieces[0].Span);
        else stored.Read(pieces);
    }

    public static void Write(TensorBundleWriter bundle, string key, EagerTensor value)
    {
        if (value.DType == DType.String) bundle.AddStrings(key, value.Shape.Dims.ToArray(), Array.ConvertAll(value.Objects.ToArray(), static text => (byte[])text));
        else if (value.DType.IsObject()) throw new NotSupportedException($"'{key}' is of dtype {value.DType.Name()}, which checkpoints can't hold.");
        else bundle.AddPieces(key, (int)value.DType, value.Shape.Dims.ToArray(), TensorMemory.ReadOnlyPieces(value));
    }
}
