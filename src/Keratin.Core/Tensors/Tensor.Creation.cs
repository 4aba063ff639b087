using System.Runtime.InteropServices;
using System.Text;

namespace Keratin;

public abstract partial class Tensor
{
    /// <summary>A tensor with one element and no axes.</summary>
    public static EagerTensor Scalar<T>(T value) where T : unmanaged => From([value], Shape.Scalar);

    /// <summary>A one-dimensional tensor with a copy of the elements.</summary>
    public static EagerTensor From<T>(ReadOnlySpan<T> elements) where T : unmanaged => From(elements, [elements.Length]);

    /// <summary>A tensor with a copy of the elements, in row-major order.</summary>
    /// <exception cref="ArgumentException">The number of elements does not fill the shape.</exception>
    public static EagerTensor From<T>(ReadOnlySpan<T> elements, Shape shape) where T : unmanaged
    {
        CheckCount(elements.Length, shape);
        var tensor = EagerTensor.Allocate(DTypes.Of<T>(), shape);
        unsafe { MemoryMarshal.AsBytes(elements).CopyTo(new Span<byte>(tensor.Pointer, checked((int)tensor.ByteLength))); }
        return tensor;
    }

    /// <summary>A one-dimensional tensor with a copy of the elements.</summary>
    public static EagerTensor From<T>(T[] elements) where T : unmanaged => From((ReadOnlySpan<T>)elements);

    /// <summary>A tensor with a copy of the elements, in row-major order.</summary>
    public static EagerTensor From<T>(T[] elements, Shape shape) where T : unmanaged => From((ReadOnlySpan<T>)elements, shape);

    /// <summary>A matrix with a copy of the elements.</summary>
    public static EagerTensor From<T>(T[,] elements) where T : unmanaged => FromArray<T>(elements, 2);

    /// <summary>A three-dimensional tensor with a copy of the elements.</summary>
    public static EagerTensor From<T>(T[,,] elements) where T : unmanaged => FromArray<T>(elements, 3);

    /// <summary>A four-dimensional tensor with a copy of the elements.</summary>
    public static EagerTensor From<T>(T[,,,] elements) where T : unmanaged => FromArray<T>(elements, 4);

    /// <summary>A tensor over the caller's memory, without a copy; the memory must not be written to while the tensor is in use.</summary>
    public static EagerTensor FromMemory<T>(ReadOnlyMemory<T> memory, Shape shape) where T : unmanaged
    {
        CheckCount(memory.Length, shape);
        return new EagerTensor(DTypes.Of<T>(), shape, TensorBuffer.FromMemory(memory));
    }

    /// <summary>A string tensor; each element is stored as UTF-8.</summary>
    public static EagerTensor FromStrings(ReadOnlySpan<string> elements, Shape shape)
    {
        CheckCount(elements.Length, shape);
        var bytes = new object[elements.Length];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = Encoding.UTF8.GetBytes(elements[i]);
        return new EagerTensor(DType.String, shape, bytes);
    }

    /// <summary>A one-dimensional string tensor.</summary>
    public static EagerTensor FromStrings(params string[] elements) => FromStrings(elements, [elements.Length]);

    /// <summary>A tensor of numbers from their bytes in machine order.</summary>
    public static EagerTensor FromBytes(DType dtype, Shape shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = EagerTensor.Allocate(dtype, shape);
        if ((nuint)bytes.Length != tensor.ByteLength) throw new ArgumentException($"{bytes.Length} bytes were given; {dtype.Name()} {shape} takes {tensor.ByteLength}.", nameof(bytes));
        unsafe { bytes.CopyTo(new Span<byte>(tensor.Pointer, bytes.Length)); }
        return tensor;
    }

    /// <summary>A tensor of ones.</summary>
    public static EagerTensor Ones(Shape shape, DType dtype = DType.Float32) => Ops.Fill(shape, Ops.Cast(Scalar(1), dtype)).Value;

    /// <summary>A tensor whose bytes are all zero (empty strings for <c>string</c>).</summary>
    public static EagerTensor Zeros(Shape shape, DType dtype = DType.Float32)
    {
        if (dtype == DType.String)
        {
            var empty = new object[shape.ElementCount];
            Array.Fill(empty, Array.Empty<byte>());
            return new EagerTensor(dtype, shape, empty);
        }
        return new EagerTensor(dtype, shape, TensorBuffer.Allocate(checked((nuint)shape.ElementCount * (nuint)dtype.Size()), zeroed: true));
    }

    /// <summary>A copy of a <see cref="System.Numerics.Tensors.Tensor{T}"/>.</summary>
    public static EagerTensor From<T>(System.Numerics.Tensors.Tensor<T> tensor) where T : unmanaged
    {
        var shape = ShapeOf(tensor.Lengths);
        var elements = new T[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return From((ReadOnlySpan<T>)elements, shape);
    }

    /// <summary>This tensor's elements as a read-only span of <c>System.Numerics.Tensors</c>, without a copy.</summary>
    public System.Numerics.Tensors.ReadOnlyTensorSpan<T> AsTensorSpan<T>() where T : unmanaged
    {
        Span<nint> lengths = stackalloc nint[Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = checked((nint)Shape[i]);
        return new(AsSpan<T>(), lengths);
    }

    /// <summary>A scalar of type float32.</summary>
    public static implicit operator Tensor(float value) => PlainNumber(value);
    /// <summary>A scalar of type int32.</summary>
    public static implicit operator Tensor(int value) => PlainNumber(value);
    /// <summary>A scalar of type int64.</summary>
    public static implicit operator Tensor(long value) => PlainNumber(value);
    /// <summary>A scalar of type float64.</summary>
    public static implicit operator Tensor(double value) => PlainNumber(value);
    /// <summary>A scalar of type bool.</summary>
    public static implicit operator Tensor(bool value) => Scalar(value);
    /// <summary>A scalar string.</summary>
    public static implicit operator Tensor(string value) => FromStrings([value], Shape.Scalar);
    /// <summary>A vector of type float32.</summary>
    public static implicit operator Tensor(float[] values) => From(values);
    /// <summary>A vector of type int32.</summary>
    public static implicit operator Tensor(int[] values) => From(values);
    /// <summary>A vector of type int64.</summary>
    public static implicit operator Tensor(long[] values) => From(values);

    private static EagerTensor PlainNumber<T>(T value) where T : unmanaged
    {
        var scalar = Scalar(value);
        scalar.IsPlainNumber = true;
        return scalar;
    }

    private static EagerTensor FromArray<T>(Array elements, int rank) where T : unmanaged
    {
        Span<long> dims = stackalloc long[rank];
        for (int i = 0; i < rank; i++) dims[i] = elements.GetLength(i);
        var flat = elements.Length == 0 ? default : MemoryMarshal.CreateReadOnlySpan(
            ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(elements)), elements.Length);
        return From(flat, Shape.Create(dims));
    }

    private static Shape ShapeOf(ReadOnlySpan<nint> lengths)
    {
        Span<long> dims = stackalloc long[lengths.Length];
        for (int i = 0; i < dims.Length; i++) dims[i] = lengths[i];
        return Shape.Create(dims);
    }

    private static void CheckCount(int count, Shape shape)
    {
        if (shape.ElementCount != count) throw new ArgumentException($"{count} elements do not fill the shape {shape}, which takes {shape.ElementCount}.");
    }
}
