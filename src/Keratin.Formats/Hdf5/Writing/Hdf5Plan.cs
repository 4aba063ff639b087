using System.Buffers;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5.Writing;

/// <summary>
/// The file's layout, settled before a byte is written: superblock, groups and headers, global heaps, then the elements.
/// All but the elements is in memory; they follow straight from where they are.
/// </summary>
internal sealed class Hdf5Plan
{
    private const int SuperblockSize = 96;

    /// <summary>Elements start at a multiple of this, so that a mapped file can be computed with.</summary>
    private const int Alignment = 64;

    private readonly Hdf5GroupWriter _root;
    private readonly HeapPlan _heap = new();
    private readonly List<Hdf5DatasetWriter> _datasets = [];
    private readonly int _metadataSize;

    public Hdf5Plan(Hdf5GroupWriter root)
    {
        _root = root;
        long end = Measure(root, SuperblockSize);
        end = _heap.Place(end);
        if (end > Array.MaxLength)
        {
            throw new ArgumentException($"{end:N0} bytes of groups and attributes are more than a file may have here, 2 GiB.");
        }
        _metadataSize = (int)end;
        foreach (Hdf5DatasetWriter dataset in _datasets)
        {
            long length = dataset.Value.Length;
            if (length > 0)
            {
                end = length < Alignment ? MetadataWriter.Padded(end) : (end + Alignment - 1) & -Alignment;
                dataset.DataAt = end;
                end += length;
            }
        }
        Length = end;
    }

    /// <summary>Of the whole file.</summary>
    public long Length { get; }

    public void WriteTo(GatherWriter output)
    {
        WriteMetadata(output);
        long at = _metadataSize;
        foreach (Hdf5DatasetWriter dataset in _datasets)
        {
            if (dataset.Value.Length > 0)
            {
                output.Zeros((int)(dataset.DataAt - at));
                dataset.WriteData(output, _heap);
                at = dataset.DataAt + dataset.Value.Length;
            }
        }
        output.Flush();
    }

    private void WriteMetadata(GatherWriter output)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(_metadataSize);
        Array.Clear(rented, 0, _metadataSize);
        var metadata = new MetadataWriter(rented);
        WriteSuperblock(metadata);
        metadata.Position = SuperblockSize;
        WriteObject(metadata, _root);
        _heap.Write(metadata);
        output.Write(rented.AsSpan(0, _metadataSize));
        ArrayPool<byte>.Shared.Return(rented);
    }

    private long Measure(Hdf5ObjectWriter node, long address)
    {
        node.HeaderAt = address;
        address += node.MeasureHeader(_heap);
        if (node is Hdf5DatasetWriter dataset)
        {
            _datasets.Add(dataset);
        }
        else if (node is Hdf5GroupWriter group)
        {
            group.Symbols = new SymbolTablePlan(group.Children);
            address = group.Symbols.Place(address);
            foreach (Hdf5ObjectWriter child in group.Symbols.Children)
            {
                address = Measure(child, address);
            }
        }
        return address;
    }

    private void WriteObject(MetadataWriter metadata, Hdf5ObjectWriter node)
    {
        node.WriteHeader(metadata, _heap);
        if (node is Hdf5GroupWriter group)
        {
            group.Symbols.Write(metadata);
            foreach (Hdf5ObjectWriter child in group.Symbols.Children)
            {
                WriteObject(metadata, child);
            }
        }
    }

    /// <summary>Version 0, as h5py writes unless told otherwise. Chapter II.A.</summary>
    private void WriteSuperblock(MetadataWriter metadata)
    {
        metadata.Bytes(Reading.Superblock.Signature);
        metadata.Bytes([0, 0, 0, 0, 0, 8, 8, 0]);
        metadata.U16(4);
        metadata.U16(16);
        metadata.U32(0);
        metadata.U64(0);
        metadata.U64(-1);
        metadata.U64(Length);
        metadata.U64(-1);
        SymbolTablePlan.WriteEntry(metadata, 0, _root);
    }
}
