using Keratin.Formats;
using Keratin.Formats.Hdf5;

namespace Keratin.Saving;

/// <summary>Datasets of HDF5 files as tensors, and back.</summary>
internal static unsafe class Hdf5Tensors
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
        var shape = Shape.Create([.. dataset.Shape]);
        if (!variable.Shape.IsCompatibleWith(shape)) throw new ModelFormatException(file, dataset.Path, $"shape {shape}", $"{variable.Shape} for the variable '{path}'");
        var stored = StoredType(dataset, variable.DType);
        var tensor = memory.Allocate(stored, shape);
        dataset.Read(new Span<byte>(tensor.Pointer, checked((int)tensor.ByteLength)));
        return stored == variable.DType ? tensor : Ops.Cast(tensor, variable.DType).Value;
    }

    /// <summary>Adds a variable's value as a dataset.</summary>
    public static Hdf5DatasetWriter Write(Hdf5GroupWriter group, string name, EagerTensor value)
    {
        var memory = new TensorMemory(value).Memory;
        if (value.DType == DType.BFloat16)
        {
            // HDF5 has no such type: Keras 3 stores the bits and says so beside them.
            var dataset = group.Add(name, ElementType.UInt16, value.Shape.Dims, memory);
            dataset.SetAttribute("dtype", "bfloat16");
            return dataset;
        }
        return group.Add(name, TypeOf(value.DType), value.Shape.Dims, memory);
    }

    private static DType StoredType(Hdf5Dataset dataset, DType wanted) => dataset.ElementType switch
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
        _ when dataset.ItemSize == 2 && wanted == DType.BFloat16 => DType.BFloat16,
        _ => throw new ModelFormatException("", dataset.Path, $"elements of type {dataset.ElementType}", "numbers"),
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
