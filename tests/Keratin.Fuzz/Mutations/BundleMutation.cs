using System.Buffers.Binary;
using Keratin.Formats.Storage;
using Keratin.Formats.TensorBundle.Tables;

namespace Keratin.Fuzz.Mutations;

/// <summary>
/// Damages the index or the data of a packed checkpoint. Most damaged indices get checksums that fit, so that what lies behind those is tried
/// as well.
/// </summary>
internal static class BundleMutation
{
    public static byte[] Mutate(byte[] original, Random random)
    {
        var parts = Parts.Unpack(original);
        int part = random.Next(2) == 0 ? 0 : random.Next(1, parts.Count);
        parts[part] = ByteMutation.Mutate(parts[part], random);
        if (part == 0 && random.Next(4) != 0) Reseal(parts[0]);
        return Parts.Pack(parts);
    }

    /// <summary>Gives the blocks of an index, as far as their places can still be read, checksums that fit.</summary>
    private static void Reseal(byte[] bytes)
    {
        int at = bytes.Length - 48;
        if (at <= 0 || !BlockHandle.TryRead(bytes, ref at, out _) || !BlockHandle.TryRead(bytes, ref at, out BlockHandle top) || !Reseal(bytes, top)) return;
        int entry = (int)top.Offset;
        if (!Varint.TryRead(bytes, ref entry, out _) || !Varint.TryRead(bytes, ref entry, out ulong own) || !Varint.TryRead(bytes, ref entry, out _) || own >= (ulong)(bytes.Length - entry)) return;
        entry += (int)own;
        if (BlockHandle.TryRead(bytes, ref entry, out BlockHandle first)) Reseal(bytes, first);
    }

    private static bool Reseal(byte[] bytes, BlockHandle block)
    {
        if (block.Offset > (ulong)bytes.Length || block.Size > int.MaxValue || block.Size + 5 > (ulong)bytes.Length - block.Offset) return false;
        uint crc = Crc32C.Mask(Crc32C.Compute(bytes.AsSpan((int)block.Offset, (int)block.Size + 1)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan((int)(block.Offset + block.Size) + 1), crc);
        return true;
    }
}
