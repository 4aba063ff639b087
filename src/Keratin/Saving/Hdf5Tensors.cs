using Keratin.Formats;
using Keratin.Formats.Hdf5;

namespace Keratin.Saving;

/// <summary>Datasets of HDF5 files as tensors, and back.</summary>
internal static class Hdf5Tensors
{
    /// <summary>Reads a dataset for a variable.</summary>
    /// <param name="dataset">The value.</param>
    /// <param name="variable">What it is for.</param>
    /// <param name="path">What errors call the variable.</param>
    /// <param name="file">What errors call the file.</param>
    /// <param name="memory">Where the value goes.</param>
    /// <exception cref="ModelFormatException">Shape or element type don't fit the variable.</exception>
    public static EagerTensor Read(Hdf5Dataset dataset, Variable variable, string path, string file, TensorArena memory)
    {
        if (!Fits(dataset, variable)) throw Misfit(ShapeOf(dataset), variable, path, file, dataset.Path);
        var tensor = Read(dataset, variable.DType, variable.Shape.IsFullyDefined ? variable.Shape : ShapeOf(dataset), memory);
        return tensor.DType == variable.DType ? tensor : Ops.Cast(tensor, variable.DType).Value;
    }

    /// <summary>Whether a dataset has a shape that a variable can take.</summary>
    public static bool Fits(Hdf5Dataset dataset, Variable variable)
    {
        var (stored, wanted) = (dataset.Shape, variable.Shape);
        if (!wanted.HasRank) return true;
        if (wanted.Rank != stored.Count) return false;
        for (int i = 0; i < stored.Count; i++)
            if (wanted[i] >= 0 && wanted[i] != stored[i]) return false;
        return true;
    }

    /// <summary>Reads a dataset as it is.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="wanted">The dtype of what it is for: 16 bits may be a float.</param>
    /// <param name="memory">Where the value goes.</param>
    /// <exception cref="ModelFormatException">The elements are no numbers, or damaged.</exception>
    public static EagerTensor Read(Hdf5Dataset dataset, DType wanted, TensorArena memory) => Read(dataset, wanted, ShapeOf(dataset), memory);

    private static Shape ShapeOf(Hdf5Dataset dataset) => Shape.Create([.. dataset.Shape]);

    private static EagerTensor Read(Hdf5Dataset dataset, DType wanted, Shape shape, TensorArena memory)
    {
        // Before anything is allocated, this makes sure that the file can hold as much.
        _ = dataset.ByteLength;
        var tensor = memory.Allocate(StoredType(dataset.ElementType, dataset.ItemSize, wanted, dataset.Path), shape);
        long at = 0;
        foreach (var piece in TensorMemory.Pieces(tensor, dataset.IsChunked ? TensorMemory.LargestPiece : TensorMemory.PieceLength))
        {
            dataset.Read(at, piece.Span);
            at += piece.Length;
        }
        return tensor;
    }

    /// <summary>A value that a variable can take.</summary>
    /// <exception cref="ModelFormatException">It has another shape.</exception>
    public static EagerTensor Fit(EagerTensor value, Variable variable, string path, string file, string place) =>
        !variable.Shape.IsCompatibleWith(value.Shape) ? throw Misfit(value.Shape, variable, path, file, place)
        : value.DType == variable.DType ? value : Ops.Cast(value, variable.DType).Value;

    private static ModelFormatException Misfit(Shape shape, Variable variable, string path, string file, string place) =>
        new(file, place, $"shape {shape}", $"{variable.Shape} for the variable '{path}'");

    /// <summary>Adds a variable's value as a dataset.</summary>
    public static Hdf5DatasetWriter Write(Hdf5GroupWriter group, string name, EagerTensor value)
    {
        var memory = TensorMemory.ReadOnlyPieces(value);
        if (value.DType == DType.BFloat16)
        {
            // HDF5 has no such type: Keras 3 stores the bits and says so beside them.
            var dataset = group.AddPieces(name, ElementType.Opaque, value.Shape.Dims, memory, itemSize: sizeof(ushort));
            dataset.SetAttribute("dtype", "bfloat16");
            return dataset;
        }
        return group.AddPieces(name, TypeOf(value.DType), value.Shape.Dims, memory);
    }

    /// <summary>The dtype of a dataset by itself; null where it holds no numbers.</summary>
    public static DType? TypeOf(Hdf5Dataset dataset)
    {
        bool isBFloat16 = dataset.ItemSize == sizeof(ushort) && dataset.Attributes.TryGetString("dtype", out string? stated) && stated == "bfloat16";
        if (dataset.IsEmpty || (!isBFloat16 && dataset.ElementType is ElementType.FixedString or ElementType.VariableString or ElementType.Utf32String or ElementType.Opaque or ElementType.Complex64 or ElementType.Complex128)) return null;
        return StoredType(dataset.ElementType, dataset.ItemSize, isBFloat16 ? DType.BFloat16 : DType.Float32, dataset.Path);
    }

    /// <summary>The dtype of stored elements.</summary>
    /// <exception cref="ModelFormatException">They are no numbers.</exception>
    public static DType StoredType(ElementType type, int itemSize, DType wanted, string place) => type switch
    {
        ElementType.Float32 => DType.Float32,
        ElementType.Float64 => DType.Float64,
        ElementType.Float16 => DType.Half,
        ElementType.Int8 => DType.Int8,
        ElementType.Int16 => DType.Int16,
        ElementType.Int32 => DType.Int32,
        ElementType.Int64 => DType.Int64,
        ElementType.UInt8 => DType.UInt8,
        ElementType.UInt16 when wanted == DType.BFloat16 => DType.BFloat16,
        ElementType.UInt16 => DType.UInt16,
        ElementType.UInt32 => DType.UInt32,
        ElementType.UInt64 => DType.UInt64,
        ElementType.Bool => DType.Bool,
        ElementType.BFloat16 => DType.BFloat16,
        _ when itemSize == 2 && wanted == DType.BFloat16 => DType.BFloat16,
        _ => throw new ModelFormatException("", place, $"elements of type {type}", "numbers"),
    };

    private static ElementType TypeOf(DType dtype) => dtype switch
    {
        DType.Float32 => ElementType.Float32,
        DType.Float64 => ElementType.Float64,
        DType.Half => ElementType.Float16,
        DType.Int8 => ElementType.Int8,
        DType.Int16 => ElementType.Int16,
        DType.Int32 => ElementType.Int32,
        DType.Int64 => ElementType.Int64,
        DType.UInt8 => ElementType.UInt8,
        DType.UInt16 => ElementType.UInt16,
        DType.UInt32 => ElementType.UInt32,
        DType.UInt64 => ElementType.UInt64,
        DType.Bool => ElementType.Bool,
        _ => throw new NotSupportedException($"HDF5 files can't hold variables of dtype {dtype.Name()}."),
    };
}
