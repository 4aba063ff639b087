using System.Buffers.Binary;
using Keratin.Formats.Hdf5.Reading;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5.Chunks;

/// <summary>What chunks pass through when they are written, undone here in reverse. Specification, chapter IV.A.2.l.</summary>
internal sealed class FilterPipeline
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;
    private const int MaxFilters = 32;

    private readonly Hdf5Source _source;
    private readonly List<(int Id, int Parameter)> _filters = [];

    private FilterPipeline(Hdf5Source source) => _source = source;

    public bool IsEmpty => _filters.Count == 0;

    public static FilterPipeline Read(Hdf5Source source, ObjectHeader header)
    {
        var pipeline = new FilterPipeline(source);
        if (!header.TryFind(Message.Filters, out Message message))
        {
            return pipeline;
        }
        Cursor cursor = header.Open(message, "filter message");
        int version = cursor.U8();
        int count = cursor.U8();
        if (version is not (1 or 2) || count > MaxFilters || message.IsShared)
        {
            throw cursor.Bad($"{count} filters, version {version}", $"1 or 2, at most {MaxFilters}");
        }
        cursor.Skip(version == 1 ? 6 : 0);
        for (int i = 0; i < count; i++)
        {
            int id = cursor.U16();
            int nameLength = version == 1 || id >= 256 ? cursor.U16() : 0;
            cursor.Skip(2);
            int values = cursor.U16();
            ReadOnlySpan<byte> name = cursor.Take(version == 1 ? (nameLength + 7) & ~7 : nameLength);
            int parameter = values > 0 ? (int)cursor.U32() : 0;
            cursor.Skip(Math.Max(0, values - 1) * 4L + (version == 1 && values % 2 == 1 ? 4 : 0));
            if (id is not (Deflate or Shuffle or Fletcher32))
            {
                string text = System.Text.Encoding.UTF8.GetString(name).TrimEnd('\0');
                throw cursor.Bad($"filter {id} {text}", "deflate, shuffle or fletcher32");
            }
            pipeline._filters.Add((id, parameter));
        }
        return pipeline;
    }

    /// <summary>Undoes the filters of one chunk.</summary>
    /// <param name="stored">The chunk as it is in the file.</param>
    /// <param name="mask">A bit for each filter that it did not pass through.</param>
    /// <param name="chunkBytes">Its size without filters.</param>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> stored, uint mask, long chunkBytes)
    {
        for (int i = _filters.Count - 1; i >= 0; i--)
        {
            (int id, int parameter) = _filters[i];
            if ((mask & (1u << i)) == 0)
            {
                stored = id switch
                {
                    Deflate => Inflate(stored, chunkBytes + 4 * _filters.Count),
                    Shuffle => Unshuffle(stored, parameter),
                    _ => CheckFletcher32(stored),
                };
            }
        }
        return stored.Length == chunkBytes
            ? stored
            : throw _source.Bytes.Bad("chunk", $"{stored.Length:N0} bytes", $"{chunkBytes:N0}, as its shape says");
    }

    private byte[] Inflate(ReadOnlySpan<byte> stored, long most)
    {
        try
        {
            return Inflater.Inflate(stored, most, zlib: true);
        }
        catch (InvalidDataException broken)
        {
            throw _source.Bytes.Bad("chunk", "broken compressed data", $"at most {most:N0} bytes, deflated", broken);
        }
    }

    /// <summary>Shuffled elements are stored first bytes first, then all second bytes, and so on.</summary>
    private static byte[] Unshuffle(ReadOnlySpan<byte> stored, int itemSize)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(stored.Length);
        int count = itemSize <= 0 ? 0 : stored.Length / itemSize;
        for (int part = 0; part < (count == 0 ? 0 : itemSize); part++)
        {
            ReadOnlySpan<byte> plane = stored.Slice(part * count, count);
            for (int i = 0, to = part; i < plane.Length; i++, to += itemSize)
            {
                bytes[to] = plane[i];
            }
        }
        stored[(count * Math.Max(itemSize, 0))..].CopyTo(bytes.AsSpan(count * Math.Max(itemSize, 0)));
        return bytes;
    }

    private ReadOnlySpan<byte> CheckFletcher32(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < 4)
        {
            throw _source.Bytes.Bad("chunk", $"{stored.Length} bytes", "data and a checksum");
        }
        ReadOnlySpan<byte> data = stored[..^4];
        uint sum1 = 0, sum2 = 0;
        for (int at = 0; at < data.Length; at += 2)
        {
            sum1 += (uint)(data[at] << 8) | (at + 1 < data.Length ? data[at + 1] : 0u);
            sum1 = (sum1 & 0xffff) + (sum1 >> 16);
            sum2 += sum1;
            sum2 = (sum2 & 0xffff) + (sum2 >> 16);
        }
        uint computed = (sum2 << 16) | sum1;
        uint expected = BinaryPrimitives.ReadUInt32LittleEndian(stored[^4..]);
        return computed == expected
            ? data
            : throw _source.Bytes.Bad("chunk", $"checksum {computed:x8}", $"{expected:x8}, as it says: the data is damaged");
    }
}
