using System.Text;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>
/// An old-style group: a version-1 B-tree whose leaves are symbol table nodes, and a local heap with the names.
/// Specification, chapters III.A.1, III.B to III.D.
/// </summary>
internal static class SymbolTable
{
    private const int EntrySpace = 24;
    private const int SoftLink = 2;

    public static void Read(Hdf5Source source, long tree, long heap, List<Link> links)
    {
        (long start, long size) = ReadHeap(source, heap);
        ReadOnlySpan<byte> names = source.Bytes.Span(start, size, "local heap");
        ReadNode(source, tree, -1, names, links, source.NewBudget("group's B-tree"));
    }

    private static (long Start, long Size) ReadHeap(Hdf5Source source, long address)
    {
        var cursor = new Cursor(source, address, 8 + 2 * source.LengthSize + source.OffsetSize, "local heap");
        cursor.Expect("HEAP"u8);
        cursor.Skip(4);
        long size = cursor.Length();
        cursor.Skip(source.LengthSize);
        return (cursor.Address(), size);
    }

    /// <param name="source">The file.</param>
    /// <param name="address">Of the node.</param>
    /// <param name="level">What it must be, one less than its parent's; -1 for the root, which may have any.</param>
    /// <param name="names">The local heap's data.</param>
    /// <param name="links">Takes what is found.</param>
    /// <param name="budget">Of the whole tree.</param>
    private static void ReadNode(
        Hdf5Source source, long address, int level, ReadOnlySpan<byte> names, List<Link> links, Budget budget)
    {
        int headSize = 8 + 2 * source.OffsetSize;
        var cursor = new Cursor(source, address, headSize, "B-tree node");
        cursor.Expect("TREE"u8);
        int type = cursor.U8();
        int found = cursor.U8();
        int count = cursor.U16();
        if (type != 0 || (level >= 0 && found != level))
        {
            throw cursor.Bad($"a node of type {type}, level {found}", $"type 0, level {level}");
        }
        long size = (long)count * (source.LengthSize + source.OffsetSize) + source.LengthSize;
        budget.Spend(headSize + size);
        var entries = new Cursor(source, address + headSize, size, "B-tree node");
        for (int i = 0; i < count; i++)
        {
            entries.Skip(source.LengthSize);
            long child = entries.Address();
            if (found > 0)
            {
                ReadNode(source, child, found - 1, names, links, budget);
            }
            else
            {
                ReadSymbols(source, child, names, links, budget);
            }
        }
    }

    private static void ReadSymbols(
        Hdf5Source source, long address, ReadOnlySpan<byte> names, List<Link> links, Budget budget)
    {
        var cursor = new Cursor(source, address, 8, "symbol table node");
        cursor.Expect("SNOD"u8);
        cursor.Skip(2);
        int count = cursor.U16();
        long size = (long)count * (2 * source.OffsetSize + EntrySpace);
        budget.Spend(8 + size);
        var entries = new Cursor(source, address + 8, size, "symbol table node");
        if (links.Count == 0)
        {
            // There are no more nodes in most groups.
            links.Capacity = count;
        }
        for (int i = 0; i < count; i++)
        {
            long name = entries.Address();
            long header = entries.Address();
            uint cache = entries.U32();
            entries.Skip(4);
            uint target = entries.U32();
            entries.Skip(12);
            links.Add(cache == SoftLink
                ? new Link { Name = Text(ref entries, names, name), Address = -1, Target = Text(ref entries, names, target) }
                : new Link { Name = Text(ref entries, names, name), Address = header });
        }
    }

    private static string Text(ref Cursor entries, ReadOnlySpan<byte> names, long offset)
    {
        if ((ulong)offset < (ulong)names.Length)
        {
            ReadOnlySpan<byte> rest = names[(int)offset..];
            int length = rest.IndexOf((byte)0);
            if (length >= 0)
            {
                return Encoding.UTF8.GetString(rest[..length]);
            }
        }
        throw entries.Bad($"a name at offset {offset:N0} of the local heap", $"one that ends inside its {names.Length:N0} bytes");
    }
}
