namespace Keratin.Formats.Hdf5.Writing;

/// <summary>How an element is described in the file: the datatype messages, version 1, that h5py writes. Chapter IV.A.2.d.</summary>
/// <param name="Type">What one element is.</param>
/// <param name="Size">Of one element in the file.</param>
/// <param name="Ascii">Whether text is marked as ASCII, as h5py marks bytes, rather than UTF-8.</param>
internal readonly record struct StoredType(ElementType Type, int Size, bool Ascii = false)
{
    public const int ReferenceSize = 16;

    private const int FloatSize = 20;

    /// <summary>The message's size in bytes.</summary>
    public int EncodedSize => Type switch
    {
        ElementType.Bool => 38,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64 => FloatSize,
        ElementType.Complex64 or ElementType.Complex128 => 8 + 2 * (40 + FloatSize),
        ElementType.FixedString or ElementType.Opaque => 8,
        ElementType.VariableString => 20,
        _ => 12,
    };

    public static StoredType Of(ElementType type, int itemSize)
    {
        int size = type.Size();
        if (size == 0 && type is ElementType.FixedString or ElementType.Opaque && itemSize > 0)
        {
            return new StoredType(type, itemSize, Ascii: true);
        }
        if (size == 0 || (itemSize != 0 && itemSize != size))
        {
            throw new ArgumentException($"Elements of {type} cannot be written with {itemSize} bytes each.", nameof(type));
        }
        return new StoredType(type, size);
    }

    public void Write(MetadataWriter output)
    {
        switch (Type)
        {
            case ElementType.Bool:
                output.Bytes([0x18, 2, 0, 0]);
                output.U32(1);
                Integer(output, 1, signed: true);
                output.Bytes("FALSE\0\0\0TRUE\0\0\0\0"u8);
                output.Bytes([0, 1]);
                break;
            case ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64:
                Float(output, Type);
                break;
            case ElementType.Complex64 or ElementType.Complex128:
                output.Bytes([0x16, 2, 0, 0]);
                output.U32((uint)Size);
                Part(output, 'r', 0);
                Part(output, 'i', Size / 2);
                break;
            case ElementType.FixedString:
                // Filled up with NUL.
                output.Bytes([0x13, (byte)(Ascii ? 0x01 : 0x11), 0, 0]);
                output.U32((uint)Size);
                break;
            case ElementType.Opaque:
                output.Bytes([0x15, 0, 0, 0]);
                output.U32((uint)Size);
                break;
            case ElementType.VariableString:
                output.Bytes([0x19, 0x01, (byte)(Ascii ? 0 : 1), 0]);
                output.U32(ReferenceSize);
                Integer(output, 1, signed: false);
                break;
            default:
                Integer(output, Size, Type is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64);
                break;
        }
    }

    private static void Integer(MetadataWriter output, int size, bool signed)
    {
        output.Bytes([0x10, (byte)(signed ? 8 : 0), 0, 0]);
        output.U32((uint)size);
        output.U16(0);
        output.U16(size * 8);
    }

    private static void Float(MetadataWriter output, ElementType type)
    {
        (int exponent, int mantissa) = type switch
        {
            ElementType.Float16 => (5, 10),
            ElementType.BFloat16 => (8, 7),
            ElementType.Float32 => (8, 23),
            _ => (11, 52),
        };
        int bits = 1 + exponent + mantissa;
        output.Bytes([0x11, 0x20, (byte)(bits - 1), 0]);
        output.U32((uint)bits / 8);
        output.U16(0);
        output.U16(bits);
        output.Bytes([(byte)mantissa, (byte)exponent, 0, (byte)mantissa]);
        output.U32((1u << (exponent - 1)) - 1);
    }

    /// <summary>A member of the structure that a complex number is: name, offset, no array dimensions, type.</summary>
    private void Part(MetadataWriter output, char name, int offset)
    {
        output.U8(name);
        output.Position += 7;
        output.U32((uint)offset);
        output.Position += 28;
        Float(output, Type == ElementType.Complex64 ? ElementType.Float32 : ElementType.Float64);
    }
}
