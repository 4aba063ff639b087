using System.Runtime.InteropServices;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>Collects a group's links from wherever its header keeps them: a symbol table, messages, a fractal heap.</summary>
internal static class LinkReader
{
    public static bool IsGroup(ObjectHeader header) =>
        header.TryFind(Message.SymbolTable, out _) || header.TryFind(Message.LinkInfo, out _)
        || header.TryFind(Message.GroupInfo, out _) || header.TryFind(Message.Link, out _);

    /// <returns>In the order of creation where the file keeps it, else by name, as h5py lists them.</returns>
    public static List<Link> Read(Hdf5Source source, ObjectHeader header)
    {
        List<Link> links = ReadAll(source, header);
        foreach (ref readonly Link link in CollectionsMarshal.AsSpan(links))
        {
            // A path could not name such a link; it would lead back to the group, or to somewhere else.
            if (link.Name is "" or "." || link.Name.Contains('/'))
            {
                throw source.Bytes.Bad("links", $"the name '{link.Name}'", "a name without '/'");
            }
        }
        return links;
    }

    private static List<Link> ReadAll(Hdf5Source source, ObjectHeader header)
    {
        var links = new List<Link>();
        if (header.TryFind(Message.SymbolTable, out Message table))
        {
            Cursor cursor = header.Open(table, "symbol table message");
            SymbolTable.Read(source, cursor.Address(), cursor.Address(), links);
            return links;
        }

        foreach (Message message in header.Messages)
        {
            if (message.Type == Message.Link)
            {
                Cursor cursor = header.Open(message, "link message");
                links.Add(Link.Read(ref cursor));
            }
        }
        if (header.TryFind(Message.LinkInfo, out Message info))
        {
            Cursor cursor = header.Open(info, "link info message");
            ReadDense(source, ref cursor, links);
        }
        Span<Link> all = CollectionsMarshal.AsSpan(links);
        bool ordered = true;
        foreach (ref Link link in all)
        {
            ordered &= link.CreationOrder >= 0;
        }
        all.Sort(ordered
            ? (x, y) => x.CreationOrder.CompareTo(y.CreationOrder)
            : (x, y) => string.CompareOrdinal(x.Name, y.Name));
        return links;
    }

    /// <summary>Many links lie in a fractal heap; a version-2 B-tree by hash of the name lists them.</summary>
    private static void ReadDense(Hdf5Source source, ref Cursor info, List<Link> links)
    {
        int version = info.U8();
        int flags = info.U8();
        if (version != 0)
        {
            throw info.Bad($"version {version}", "0");
        }
        info.Skip((flags & 1) != 0 ? 8 : 0);
        long heapAddress = info.Address();
        long tree = info.Address();
        if (heapAddress == Hdf5Source.Undefined)
        {
            return;
        }
        var heap = new FractalHeap(source, heapAddress);
        foreach (BTree2Record record in BTree2.Read(source, tree, type: 5))
        {
            Cursor cursor = record.Open(source);
            cursor.Skip(4);
            Cursor message = heap.Open(cursor.Take(cursor.Remaining), "link message");
            links.Add(Link.Read(ref message));
        }
    }
}
