using System.Globalization;
using System.Text;

namespace Keratin;

/// <summary>A key of a lookup table: the bits of a number, or a byte string.</summary>
internal readonly struct TableKey : IEquatable<TableKey>
{
    private readonly long bits;
    private readonly byte[]? text;

    private TableKey(long bits, byte[]? text) => (this.bits, this.text) = (bits, text);

    public static TableKey Of(EagerTensor keys, int index) => keys.DType switch
    {
        DType.String => new(0, (byte[])keys.Objects[index]),
        DType.Int64 or DType.UInt64 or DType.Float64 => new(keys.Bits<long>(index), null),
        DType.Int32 or DType.UInt32 or DType.Float32 => new(keys.Bits<int>(index), null),
        DType.Int16 or DType.UInt16 or DType.Half or DType.BFloat16 => new(keys.Bits<short>(index), null),
        DType.Int8 or DType.UInt8 or DType.Bool => new(keys.Bits<byte>(index), null),
        _ => throw new ArgumentException($"{keys.DType.Name()} can't be a key of a lookup table."),
    };

    /// <summary>Keys as a vector.</summary>
    public static unsafe EagerTensor ToTensor(List<TableKey> keys, DType dtype)
    {
        if (dtype == DType.String) return new(dtype, [keys.Count], Array.ConvertAll(keys.ToArray(), static key => (object)key.text!));
        var tensor = EagerTensor.Allocate(dtype, [keys.Count]);
        int size = dtype.Size();
        for (int i = 0; i < keys.Count; i++)
        {
            long bits = keys[i].bits;
            Buffer.MemoryCopy(&bits, (byte*)tensor.Pointer + (long)i * size, size, size);
        }
        return tensor;
    }

    public bool Equals(TableKey other) => text is null ? other.text is null && bits == other.bits : other.text is not null && text.AsSpan().SequenceEqual(other.text);

    public override bool Equals(object? obj) => obj is TableKey other && Equals(other);

    public override int GetHashCode()
    {
        if (text is null) return bits.GetHashCode();
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }

    public override string ToString() => text is null ? bits.ToString(CultureInfo.InvariantCulture) : $"'{Encoding.UTF8.GetString(text)}'";
}
