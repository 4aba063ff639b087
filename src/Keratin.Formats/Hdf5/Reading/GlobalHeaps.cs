using System.Collections.Concurrent;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>
/// The collections in which text of variable length lies, each listed once and remembered.
/// Specification, chapter III.E.
/// </summary>
internal sealed class GlobalHeaps(Hdf5Source source)
{
    private const string What = "global heap";
    private readonly ConcurrentDictionary<long, Dictionary<int, (long At, int Size)>> _collections = new();

    /// <param name="collection">The collection's address.</param>
    /// <param name="index">The object's number in it.</param>
    public ReadOnlySpan<byte> Get(long collection, int index)
    {
        if (!_collections.TryGetValue(collection, out Dictionary<int, (long At, int Size)>? objects))
        {
            _collections[collection] = objects = List(collection);
        }
        return objects.TryGetValue(index, out (long At, int Size) place)
            ? source.Bytes.Span(place.At, place.Size, What)
            : throw source.Bytes.Bad($"{What} at offset {collection:N0}", $"no object {index}", "the text that is stored there");
    }

    private Dictionary<int, (long At, int Size)> List(long collection)
    {
        var head = new Cursor(source, collection, 8 + source.LengthSize, What);
        head.Expect("GCOL"u8);
        int version = head.U8();
        head.Skip(3);
        long size = head.Length();
        if (version != 1 || size < head.Consumed)
        {
            throw head.Bad($"version {version}, {size:N0} bytes", "version 1");
        }
        var cursor = new Cursor(source, collection + head.Consumed, size - head.Consumed, What);
        var objects = new Dictionary<int, (long At, int Size)>();
        int objectHead = 8 + source.LengthSize;
        while (cursor.Remaining >= objectHead)
        {
            int index = cursor.U16();
            cursor.Skip(6);
            long length = cursor.Length();
            if (index == 0)
            {
                // The free space at the end.
                break;
            }
            objects[index] = (cursor.Position, (int)Math.Min(length, int.MaxValue));
            cursor.Skip(length);
            cursor.Skip(Math.Min(cursor.Remaining, (8 - length % 8) % 8));
        }
        return objects;
    }
}
