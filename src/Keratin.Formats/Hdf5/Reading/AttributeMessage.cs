using System.Text;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Reads attributes from messages and from dense storage. Specification, chapters IV.A.2.m and IV.A.2.v.</summary>
internal static class AttributeMessage
{
    private const string What = "attribute message";

    /// <summary>Lists an object's attributes by name without reading what they hold.</summary>
    public static Dictionary<string, (long At, int Size)> List(Hdf5Source source, ObjectHeader header)
    {
        var attributes = new Dictionary<string, (long At, int Size)>(StringComparer.Ordinal);
        foreach (Message message in header.Messages)
        {
            if (message.Type == Message.Attribute)
            {
                Add(message.IsShared ? throw Shared(header, message) : header.Open(message, What), attributes);
            }
        }
        if (header.TryFind(Message.AttributeInfo, out Message info))
        {
            Cursor cursor = header.Open(info, "attribute info message");
            int version = cursor.U8();
            int flags = cursor.U8();
            if (version != 0)
            {
                throw cursor.Bad($"version {version}", "0");
            }
            cursor.Skip((flags & 1) != 0 ? 2 : 0);
            long heapAddress = cursor.Address();
            long tree = cursor.Address();
            if (heapAddress != Hdf5Source.Undefined)
            {
                AddDense(source, heapAddress, tree, attributes);
            }
        }
        return attributes;
    }

    private static void AddDense(
        Hdf5Source source, long heapAddress, long tree, Dictionary<string, (long At, int Size)> attributes)
    {
        var heap = new FractalHeap(source, heapAddress);
        foreach (BTree2Record record in BTree2.Read(source, tree, type: 8))
        {
            Cursor cursor = record.Open(source);
            ReadOnlySpan<byte> id = cursor.Take(8);
            if ((cursor.U8() & 2) != 0)
            {
                throw cursor.Bad("a shared attribute", "one in the object's own heap");
            }
            Add(heap.Open(id, What), attributes);
        }
    }

    private static void Add(Cursor cursor, Dictionary<string, (long At, int Size)> attributes)
    {
        long start = cursor.Position;
        int size = cursor.Remaining;
        attributes[ReadHead(ref cursor).Name] = (start, size);
    }

    public static Hdf5Attribute Read(Hdf5Source source, Hdf5Object owner, (long At, int Size) place)
    {
        var cursor = new Cursor(source, place.At, place.Size, What);
        Head head = ReadHead(ref cursor);

        long start = cursor.Position;
        cursor.Skip(head.Padded(head.TypeSize));
        var typeCursor = new Cursor(source, start, head.TypeSize, What);
        DataType type = (head.Flags & 1) != 0 ? DataTypeReader.Shared(ref typeCursor) : DataTypeReader.Read(ref typeCursor, 0);

        start = cursor.Position;
        cursor.Skip(Math.Min(cursor.Remaining, head.Padded(head.SpaceSize)));
        var spaceCursor = new Cursor(source, start, head.SpaceSize, What);
        Dataspace space = (head.Flags & 2) == 0
            ? Dataspace.Read(ref spaceCursor)
            : throw spaceCursor.Bad("a shared dataspace", "one of the attribute's own");

        UInt128 size = (UInt128)space.Count * (UInt128)type.Size;
        if (size > (UInt128)cursor.Remaining)
        {
            throw cursor.Bad($"{cursor.Remaining:N0} bytes", $"{size:N0}, as the shape of attribute '{head.Name}' says");
        }
        return new Hdf5Attribute(source, owner, head.Name, type, space, cursor.Position);
    }

    private readonly record struct Head(string Name, int Version, int Flags, int TypeSize, int SpaceSize)
    {
        /// <summary>Version 1 fills each part up to a multiple of 8.</summary>
        public int Padded(int size) => Version == 1 ? (size + 7) & ~7 : size;
    }

    private static Head ReadHead(ref Cursor cursor)
    {
        int version = cursor.U8();
        int flags = cursor.U8();
        if (version is < 1 or > 3)
        {
            throw cursor.Bad($"version {version}", "1, 2 or 3");
        }
        int nameSize = cursor.U16();
        var head = new Head("", version, version == 1 ? 0 : flags, cursor.U16(), cursor.U16());
        cursor.Skip(version == 3 ? 1 : 0);
        ReadOnlySpan<byte> name = cursor.Take(head.Padded(nameSize))[..nameSize];
        int end = name.IndexOf((byte)0);
        return head with { Name = Encoding.UTF8.GetString(end < 0 ? name : name[..end]) };
    }

    private static ModelFormatException Shared(ObjectHeader header, in Message message) =>
        header.Open(message, What).Bad("a shared attribute", "one in the object's own header");
}
