using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>One message of an object header: what it is, and where its body lies.</summary>
internal readonly record struct Message(long At, int Size, byte Type, byte Flags)
{
    public const byte Dataspace = 1;
    public const byte LinkInfo = 2;
    public const byte DataType = 3;
    public const byte OldFill = 4;
    public const byte Fill = 5;
    public const byte Link = 6;
    public const byte ExternalFiles = 7;
    public const byte Layout = 8;
    public const byte GroupInfo = 10;
    public const byte Filters = 11;
    public const byte Attribute = 12;
    public const byte Continuation = 16;
    public const byte SymbolTable = 17;
    public const byte AttributeInfo = 21;
    public const byte LastKnown = 24;

    public bool IsShared => (Flags & 2) != 0;
}

/// <summary>The messages that make up an object, of both header versions. Specification, chapter IV.A.1.</summary>
internal sealed class ObjectHeader
{
    private const string What = "object header";
    private readonly Hdf5Source _source;

    private ObjectHeader(Hdf5Source source) => _source = source;

    public List<Message> Messages { get; private set; } = [];

    public bool TryFind(byte type, out Message message)
    {
        foreach (ref readonly Message candidate in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Messages))
        {
            if (candidate.Type == type)
            {
                message = candidate;
                return true;
            }
        }
        Unsafe.SkipInit(out message);
        return false;
    }

    public Cursor Open(in Message message, string what) => new(_source, message.At, message.Size, what);

    public static ObjectHeader Read(Hdf5Source source, long address)
    {
        var header = new ObjectHeader(source);
        ReadOnlySpan<byte> start = source.Bytes.Span(address, 8, What);
        if (start.StartsWith("OHDR"u8))
        {
            header.ReadVersion2(address);
        }
        else if (start[0] == 1)
        {
            ReadOnlySpan<byte> prefix = source.Bytes.Span(address, 16, What);
            // Most headers have a few messages, and say how many.
            header.Messages = new List<Message>(Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(prefix[2..]), (ushort)64));
            long size = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
            header.ReadBlocks(address + 16, size, trackOrder: false, version: 1);
        }
        else
        {
            throw source.Bytes.Bad($"{What} at offset {address:N0}", $"version {start[0]}", "1, or 2 behind 'OHDR'");
        }
        return header;
    }

    private void ReadVersion2(long address)
    {
        var cursor = new Cursor(_source, address, Math.Min(40, _source.Bytes.Length - address), What);
        cursor.Skip(4);
        int version = cursor.U8();
        int flags = cursor.U8();
        if (version != 2)
        {
            throw cursor.Bad($"version {version}", "2");
        }
        cursor.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
        long size = (long)cursor.UInt(1 << (flags & 3));
        long start = cursor.Position;
        CheckSum(address, start + size - address);
        ReadBlocks(start, size, (flags & 4) != 0, version: 2);
    }

    /// <summary>The header's first block, then each that a continuation message points to.</summary>
    private void ReadBlocks(long start, long size, bool trackOrder, int version)
    {
        ReadBlock(start, size, trackOrder, version);
        Budget? budget = null;
        for (int i = 0; i < Messages.Count; i++)
        {
            if (Messages[i].Type != Message.Continuation)
            {
                continue;
            }
            Cursor cursor = Open(Messages[i], "continuation message");
            long at = cursor.Address();
            long length = cursor.Length();
            (budget ??= _source.NewBudget(What)).Spend(length);
            if (version == 2)
            {
                new Cursor(_source, at, 4, What).Expect("OCHK"u8);
                CheckSum(at, length - 4);
                ReadBlock(at + 4, length - 8, trackOrder, version);
            }
            else
            {
                ReadBlock(at, length, trackOrder, version);
            }
        }
    }

    private void ReadBlock(long start, long length, bool trackOrder, int version)
    {
        ReadOnlySpan<byte> block = _source.Bytes.Span(start, length, What);
        int prefix = version == 1 ? 8 : trackOrder ? 6 : 4;
        int at = 0;
        while (block.Length - at >= prefix)
        {
            int type = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(block[at..]) : block[at];
            int size = BinaryPrimitives.ReadUInt16LittleEndian(block[(at + (version == 1 ? 2 : 1))..]);
            byte flags = block[at + (version == 1 ? 4 : 3)];
            at += prefix;
            if (size > block.Length - at)
            {
                throw _source.Bytes.Bad(
                    $"{What} at offset {start:N0}", $"a message of {size:N0} bytes", $"at most the {block.Length - at:N0} there are");
            }
            if (type > Message.LastKnown && (flags & 0x80) != 0)
            {
                throw _source.Bytes.Bad($"{What} at offset {start:N0}", $"message type {type}", "one that is known");
            }
            if (type is > 0 and <= Message.LastKnown)
            {
                Messages.Add(new Message(start + at, size, (byte)type, flags));
            }
            at += size;
        }
    }

    private void CheckSum(long start, long length)
    {
        var cursor = new Cursor(_source, start, length + 4, What);
        cursor.Skip(length);
        Lookup3.Check(ref cursor);
    }
}
