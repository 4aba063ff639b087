using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5.Chunks;

/// <summary>The index of a dataset whose axes all have a limit: an array of entries, in pages where it is long. Chapter VII.C.</summary>
internal static class FixedArray
{
    private const string What = "fixed array";

    public static void Read(ChunkList list)
    {
        Hdf5Source source = list.Source;
        var header = new Cursor(source, list.Layout.Address, 12 + source.LengthSize + source.OffsetSize, What);
        header.Expect("FAHD"u8);
        int version = header.U8();
        int client = header.U8();
        int entrySize = header.U8();
        int pageBits = header.U8();
        long count = header.Length();
        long block = header.Address();
        Lookup3.Check(ref header);
        if (version != 0 || client != (list.Filtered ? 1 : 0) || entrySize < source.OffsetSize || pageBits is 0 or > 31
            || count > source.Bytes.Length / entrySize)
        {
            throw header.Bad($"version {version}, client {client}, {count:N0} entries of {entrySize} bytes", "one for each chunk");
        }
        if (block == Hdf5Source.Undefined)
        {
            return;
        }

        long pageCount = 1L << pageBits;
        long pages = count > pageCount ? (count + pageCount - 1) / pageCount : 0;
        long bitmap = (pages + 7) / 8;
        long start = 6 + source.OffsetSize + bitmap;
        var head = new Cursor(source, block, start + (pages == 0 ? count * entrySize : 0) + 4, What);
        head.Expect("FADB"u8);
        head.Skip(2 + source.OffsetSize);
        ReadOnlySpan<byte> present = head.Take(bitmap);
        if (pages == 0)
        {
            ReadPage(list, head, 0, count, entrySize);
            return;
        }
        Lookup3.Check(ref head);
        for (long page = 0, at = block + start + 4; page < pages; page++)
        {
            long first = page * pageCount;
            long inPage = Math.Min(pageCount, count - first);
            if ((present[(int)(page / 8)] & (0x80 >> (int)(page % 8))) != 0)
            {
                ReadPage(list, new Cursor(source, at, inPage * entrySize + 4, What), first, inPage, entrySize);
            }
            at += inPage * entrySize + 4;
        }
    }

    private static void ReadPage(ChunkList list, Cursor cursor, long first, long count, int entrySize)
    {
        for (long i = 0; i < count; i++)
        {
            list.Add(ChunkIndex.ReadEntry(list, ref cursor, entrySize), first + i);
        }
        Lookup3.Check(ref cursor);
    }
}
