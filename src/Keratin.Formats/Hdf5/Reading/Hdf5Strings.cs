using System.Text;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Text elements as bytes, of fixed length (with its padding taken off) and of variable length. Errors call the place what its ToString says.</summary>
internal static class Hdf5Strings
{
    public static string[] Decode(Hdf5Source source, in DataType type, ReadOnlySpan<byte> raw, object place)
    {
        Budget? budget = NewBudget(source, type, place);
        var strings = new string[raw.Length / type.Size];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = Encoding.UTF8.GetString(Element(source, type, raw.Slice(i * type.Size, type.Size), place, budget));
        }
        return strings;
    }

    public static byte[][] DecodeBytes(Hdf5Source source, in DataType type, ReadOnlySpan<byte> raw, object place)
    {
        Budget? budget = NewBudget(source, type, place);
        var strings = new byte[raw.Length / type.Size][];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = Element(source, type, raw.Slice(i * type.Size, type.Size), place, budget).ToArray();
        }
        return strings;
    }

    // Text of fixed length can't be told to be more than there is.
    private static Budget? NewBudget(Hdf5Source source, in DataType type, object place) =>
        type.Type == ElementType.VariableString ? source.NewBudget(place.ToString()!) : null;

    private static ReadOnlySpan<byte> Element(
        Hdf5Source source, in DataType type, ReadOnlySpan<byte> raw, object place, Budget? budget)
    {
        if (type.Type == ElementType.FixedString)
        {
            return type.Padding switch
            {
                StringPadding.NulTerminated => UpToNul(raw),
                StringPadding.SpacePadded => raw.TrimEnd((byte)' '),
                _ => raw.TrimEnd((byte)0),
            };
        }
        // Length, the heap collection's address, the object's number in it; no address stands for no text.
        long length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(raw);
        long collection = 0;
        for (int i = source.OffsetSize - 1; i >= 0; i--)
        {
            collection = (collection << 8) | raw[4 + i];
        }
        if (length == 0 || collection == 0)
        {
            return [];
        }
        int index = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(raw[(4 + source.OffsetSize)..]);
        ReadOnlySpan<byte> text = source.Heaps.Get(collection, index);
        budget!.Spend(length);
        return length <= text.Length
            ? UpToNul(text[..(int)length])
            : throw source.Bytes.Bad(place.ToString()!, $"text of {length:N0} bytes", $"at most the {text.Length:N0} that are stored");
    }

    private static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOf((byte)0);
        return length < 0 ? text : text[..length];
    }
}
