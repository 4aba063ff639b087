namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Reads a datatype message. Specification, chapter IV.A.2.d.</summary>
internal static class DataTypeReader
{
    private const int MaxDepth = 4;

    private const string Known = "an integer, IEEE float, text, bool, complex or opaque type";

    /// <summary>A type, or the place where it is shared from.</summary>
    public static DataType Read(ObjectHeader header, in Message message)
    {
        Cursor cursor = header.Open(message, "datatype message");
        return message.IsShared ? Shared(ref cursor) : Read(ref cursor, 0);
    }

    /// <summary>A committed type: the message holds the address of the object header that holds it.</summary>
    public static DataType Shared(ref Cursor cursor)
    {
        int version = cursor.U8();
        int kind = cursor.U8();
        if (version == 1)
        {
            cursor.Skip(6);
        }
        if (version is < 1 or > 3 || (version == 3 && kind != 2))
        {
            throw cursor.Bad($"a shared message, version {version}, kind {kind}", "a type that another object header holds");
        }
        ObjectHeader header = ObjectHeader.Read(cursor.Source, cursor.Address());
        if (!header.TryFind(Message.DataType, out Message message) || message.IsShared)
        {
            throw cursor.Bad("no datatype where the shared message points", "a committed type");
        }
        return Read(header, message);
    }

    public static DataType Read(ref Cursor cursor, int depth)
    {
        uint head = cursor.U32();
        int version = (int)(head >> 4) & 15;
        int bits = (int)(head >> 8);
        uint size = cursor.U32();
        if (version is < 1 or > 4 || size is 0 or > 1 << 30 || depth > MaxDepth)
        {
            throw cursor.Bad($"a type of version {version}, {size:N0} bytes, nested {depth} deep", "one that can be read");
        }
        return (head & 15) switch
        {
            0 or 4 => Integer(ref cursor, bits, (int)size, signed: (head & 15) == 0 && (bits & 8) != 0),
            1 => Float(ref cursor, bits, (int)size),
            3 => new DataType(ElementType.FixedString, (int)size, Padding: (StringPadding)(bits & 15)),
            5 => Opaque(ref cursor, bits, (int)size),
            6 => Compound(ref cursor, version, bits & 0xffff, (int)size, depth),
            7 => throw cursor.Bad("object or region references", Known),
            8 => Enumeration(ref cursor, version, bits & 0xffff, depth),
            9 when (bits & 15) == 1 => VariableString(ref cursor, (int)size),
            9 => throw cursor.Bad("sequences of variable length", Known),
            10 => throw cursor.Bad("an array as element", Known),
            _ => throw cursor.Bad($"type class {head & 15}", Known),
        };
    }

    private static DataType Integer(ref Cursor cursor, int bits, int size, bool signed)
    {
        int offset = cursor.U16();
        int precision = cursor.U16();
        if (offset != 0 || precision != size * 8 || size is not (1 or 2 or 4 or 8))
        {
            throw cursor.Bad($"an integer of {precision} bits in {size} bytes", "8, 16, 32 or 64 bits that fill their bytes");
        }
        ElementType type = size switch
        {
            1 => signed ? ElementType.Int8 : ElementType.UInt8,
            2 => signed ? ElementType.Int16 : ElementType.UInt16,
            4 => signed ? ElementType.Int32 : ElementType.UInt32,
            _ => signed ? ElementType.Int64 : ElementType.UInt64,
        };
        return new DataType(type, size, BigEndian: (bits & 1) != 0 && size > 1);
    }

    private static DataType Float(ref Cursor cursor, int bits, int size)
    {
        cursor.Skip(4);
        int exponentAt = cursor.U8(), exponentSize = cursor.U8(), mantissaAt = cursor.U8(), mantissaSize = cursor.U8();
        uint bias = cursor.U32();
        ElementType type = (size, exponentAt, exponentSize, mantissaAt, mantissaSize, bias) switch
        {
            (2, 10, 5, 0, 10, 15) => ElementType.Float16,
            (2, 7, 8, 0, 7, 127) => ElementType.BFloat16,
            (4, 23, 8, 0, 23, 127) => ElementType.Float32,
            (8, 52, 11, 0, 52, 1023) => ElementType.Float64,
            _ => throw cursor.Bad($"a float of {size} bytes, {exponentSize} for the exponent", "IEEE 754 or bfloat16"),
        };
        return (bits & 0x41) switch
        {
            0 => new DataType(type, size),
            1 => new DataType(type, size, BigEndian: true),
            _ => throw cursor.Bad("VAX byte order", "little- or big-endian"),
        };
    }

    private static DataType Opaque(ref Cursor cursor, int bits, int size)
    {
        cursor.Skip(bits & 0xff);
        return new DataType(ElementType.Opaque, size);
    }

    private static DataType VariableString(ref Cursor cursor, int size)
    {
        if (size != 8 + cursor.Source.OffsetSize)
        {
            throw cursor.Bad($"references of {size} bytes to text", $"{8 + cursor.Source.OffsetSize}");
        }
        return new DataType(ElementType.VariableString, size);
    }

    /// <summary>h5py's bool is an enumeration of FALSE and TRUE; any other is read as its numbers.</summary>
    private static DataType Enumeration(ref Cursor cursor, int version, int count, int depth)
    {
        DataType number = Read(ref cursor, depth + 1);
        bool isBool = count == 2 && number.Type == ElementType.Int8;
        for (int i = 0; i < count; i++)
        {
            int start = cursor.Consumed;
            string name = cursor.NulTerminated();
            if (version < 3)
            {
                cursor.Skip((8 - (cursor.Consumed - start) % 8) % 8);
            }
            isBool &= name == (i == 0 ? "FALSE" : "TRUE");
        }
        ReadOnlySpan<byte> values = cursor.Take((long)count * number.Size);
        isBool = isBool && values[0] == 0 && values[1] == 1;
        return isBool ? number with { Type = ElementType.Bool } : number;
    }

    /// <summary>h5py's complex numbers are structures of two floats named r and i; there is no other use here.</summary>
    private static DataType Compound(ref Cursor cursor, int version, int count, int size, int depth)
    {
        DataType part = default;
        bool isComplex = count == 2;
        for (int i = 0; i < count && isComplex; i++)
        {
            int start = cursor.Consumed;
            string name = cursor.NulTerminated();
            if (version < 3)
            {
                cursor.Skip((8 - (cursor.Consumed - start) % 8) % 8);
            }
            long offset = (long)cursor.UInt(version < 3 ? 4 : Hdf5Source.BytesFor(size));
            cursor.Skip(version == 1 ? 28 : 0);
            DataType type = Read(ref cursor, depth + 1);
            isComplex = type.Type is ElementType.Float32 or ElementType.Float64
                && type.Size * 2 == size && offset == i * type.Size
                && name == (i == 0 ? "r" : "i") && (i == 0 || type == part);
            part = type;
        }
        return isComplex
            ? new DataType(size == 8 ? ElementType.Complex64 : ElementType.Complex128, size, part.BigEndian)
            : throw cursor.Bad("a structure", Known);
    }
}
