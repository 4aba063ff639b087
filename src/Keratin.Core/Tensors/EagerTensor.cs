using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Keratin;

/// <summary>A tensor with a value: numbers in a <see cref="TensorBuffer"/>, or objects (byte strings, handles).</summary>
public sealed unsafe class EagerTensor : Tensor
{
    private readonly TensorBuffer? buffer;
    private readonly nuint offset;
    private readonly object[]? objects;

    /// <summary>Numbers that start <paramref name="byteOffset"/> bytes into a buffer.</summary>
    /// <exception cref="ArgumentException">The buffer is too small, or the dtype's elements are objects.</exception>
    public EagerTensor(DType dtype, Shape shape, TensorBuffer buffer, nuint byteOffset = 0) : base(dtype, shape)
    {
        if (dtype.IsObject() || dtype == DType.Invalid) throw new ArgumentException($"Elements of dtype {dtype.Name()} are not numbers in a buffer.", nameof(dtype));
        nuint needed = checked((nuint)shape.ElementCount * (nuint)dtype.Size());
        if (byteOffset > buffer.ByteLength || needed > buffer.ByteLength - byteOffset)
            throw new ArgumentException($"A tensor of {dtype.Name()} {shape} takes {needed} bytes; the buffer has {buffer.ByteLength - byteOffset}.", nameof(buffer));
        (this.buffer, offset) = (buffer, byteOffset);
    }

    /// <summary>Objects: <c>byte[]</c> for strings, <see cref="Resource"/> for resources, any value for variants.</summary>
    public EagerTensor(DType dtype, Shape shape, object[] objects) : base(dtype, shape)
    {
        if (!dtype.IsObject()) throw new ArgumentException($"Elements of dtype {dtype.Name()} are numbers, not objects.", nameof(dtype));
        if (shape.ElementCount != objects.LongLength) throw new ArgumentException($"{objects.Length} elements do not fill the shape {shape}.", nameof(objects));
        this.objects = objects;
    }

    /// <summary>New memory for a tensor of numbers, not cleared: the creator fills it before anyone else sees it.</summary>
    public static EagerTensor Allocate(DType dtype, Shape shape) =>
        new(dtype, shape, TensorBuffer.Allocate(checked((nuint)shape.ElementCount * (nuint)dtype.Size())));

    /// <inheritdoc/>
    public override bool HasValue => true;

    /// <inheritdoc/>
    public override EagerTensor Value => this;

    /// <summary>The memory that holds the numbers; shared by tensors that are views of each other.</summary>
    public TensorBuffer Buffer => buffer ?? throw new InvalidOperationException($"A tensor of dtype {DType.Name()} holds objects, not numbers.");

    /// <summary>Where this tensor starts in its <see cref="Buffer"/>.</summary>
    public nuint ByteOffset => offset;

    /// <summary>The first element; valid while this tensor is reachable.</summary>
    public void* Pointer => (byte*)Buffer.Pointer + offset;

    /// <summary>The size of all elements in bytes.</summary>
    public nuint ByteLength => (nuint)Shape.ElementCount * (nuint)DType.Size();

    /// <summary>The elements of a string, resource or variant tensor.</summary>
    public ReadOnlySpan<object> Objects => objects ?? throw new InvalidOperationException($"A tensor of dtype {DType.Name()} holds numbers, not objects.");

    /// <summary>Whether this was a C# number that stood where a tensor was expected, whose dtype says nothing.</summary>
    internal bool IsPlainNumber { get; set; }

    /// <summary>All elements as raw bytes.</summary>
    /// <exception cref="InvalidOperationException">There are more than a span can hold, 2 GiB.</exception>
    public ReadOnlySpan<byte> Bytes => new(Pointer, SpanLength((long)ByteLength, "bytes"));

    /// <summary>The same elements under another shape with as many elements; nothing is copied.</summary>
    public EagerTensor WithShape(Shape shape)
    {
        if (shape.ElementCount != Shape.ElementCount) throw new ArgumentException($"Shape {Shape} has {Shape.ElementCount} elements and can't become {shape}.", nameof(shape));
        return objects is null ? new(DType, shape, buffer!, offset) : new(DType, shape, objects);
    }

    /// <summary>The same bits under another dtype of the same size.</summary>
    public EagerTensor WithDType(DType dtype) => new(dtype, Shape, Buffer, offset);

    /// <summary>As Python prints it: <c>tf.Tensor([1. 2.], shape=(2,), dtype=float32)</c>; large tensors without their middle.</summary>
    public override string ToString() => TensorText.Of(this);

    /// <summary>The bits of one element as a type of the same size.</summary>
    internal T Bits<T>(int index) where T : unmanaged
    {
        if ((ulong)index >= (ulong)Shape.ElementCount || sizeof(T) != DType.Size()) throw new ArgumentOutOfRangeException(nameof(index));
        var bits = ((T*)Pointer)[index];
        GC.KeepAlive(this);
        return bits;
    }

    internal ReadOnlySpan<T> Span<T>() where T : unmanaged
    {
        if (sizeof(T) != DType.Size() || (DTypes.Of<T>() is var wanted && wanted != DType && !SharesLayout(wanted, DType)))
            throw new InvalidOperationException($"The elements are {DType.Name()}, not {typeof(T).Name}; cast the tensor first.");
        return new(Pointer, SpanLength(Shape.ElementCount, "elements"));
    }

    private int SpanLength(long length, string unit) => length <= int.MaxValue ? (int)length
        : throw new InvalidOperationException($"A tensor of {DType.Name()} {Shape} has {length:N0} {unit}; a span or an array holds at most {int.MaxValue:N0}. Take slices of it, or use {nameof(Pointer)}.");

    internal T[] CopyElements<T>()
    {
        if (typeof(T) == typeof(string))
            return (T[])(object)Array.ConvertAll(Objects.ToArray(), static element => Encoding.UTF8.GetString((byte[])element));
        if (DType.IsObject()) return Array.ConvertAll(Objects.ToArray(), static element => (T)element);
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>() || DTypes.Of<T>() is var wanted && wanted != DType && !SharesLayout(wanted, DType))
            throw new InvalidOperationException($"The elements are {DType.Name()}, not {typeof(T).Name}; cast the tensor first.");
        var copy = new T[Shape.ElementCount];
        Bytes.CopyTo(copy.AsByteSpan());
        GC.KeepAlive(this);
        return copy;
    }

    // Types without a .NET counterpart of their own are read through the plain integer of their width.
    private static bool SharesLayout(DType asked, DType actual) => asked switch
    {
        DType.UInt8 => actual is DType.QUInt8 or DType.Bool or DType.UInt4 or DType.UInt2 or (>= DType.Float8E5M2 and <= DType.Float8E5M2FNUZ),
        DType.Int8 => actual is DType.QInt8 or DType.Int4 or DType.Int2,
        DType.Int16 => actual == DType.QInt16,
        DType.UInt16 => actual is DType.QUInt16 or DType.BFloat16 or DType.Half,
        DType.Int32 => actual == DType.QInt32,
        _ => false,
    };
}

internal static class ArrayBytes
{
    /// <summary>Bytes of an array whose element type is known at run time only to hold no references.</summary>
    public static Span<byte> AsByteSpan<T>(this T[] array) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference((Array)array), array.Length * Unsafe.SizeOf<T>());
}
