using Keratin.Formats.Hdf5.Reading;
using Keratin.Formats.Hdf5.Writing;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Hdf5;

/// <summary>A dataset that is going to be written; attributes may be attached to it.</summary>
public sealed class Hdf5DatasetWriter : Hdf5ObjectWriter
{
    internal Hdf5DatasetWriter(string name, StoredValue value)
        : base(name)
    {
        Value = value;
    }

    internal StoredValue Value { get; }

    /// <summary>Where the elements lie; nowhere if there are none.</summary>
    internal long DataAt { get; set; } = Hdf5Source.Undefined;

    internal override int MeasureHeader(HeapPlan heap)
    {
        Plan(Value, heap);
        return base.MeasureHeader(heap);
    }

    internal void WriteData(GatherWriter output, HeapPlan heap)
    {
        if (Value.Fill is not null)
        {
            output.Fill(Value.Length, Value.Type.Size, Value.Fill.Invoke);
        }
        else if (Value.Texts is null)
        {
            output.Write(Value.Bytes);
        }
        else
        {
            var references = new byte[Value.Length];
            Value.WriteElements(new MetadataWriter(references), heap);
            output.Write(references);
        }
    }

    private protected override (int Count, int Size) MeasureMessages() =>
        (4, 4 * 8 + Value.SpaceSize + MetadataWriter.Padded(Value.Type.EncodedSize) + 8 + 24);

    private protected override void WriteMessages(MetadataWriter output)
    {
        const int neverChanges = 1;
        WriteMessageHead(output, Message.Dataspace, Value.SpaceSize);
        Value.WriteSpace(output);

        WriteMessageHead(output, Message.DataType, Value.Type.EncodedSize, neverChanges);
        int start = output.Position;
        Value.Type.Write(output);
        output.Pad(start);

        // Version 2: space is taken late, the default value (0) is written where one is set.
        WriteMessageHead(output, Message.Fill, 8, neverChanges);
        output.Bytes([2, 2, 2, 1, 0, 0, 0, 0]);

        // Version 3, contiguous.
        WriteMessageHead(output, Message.Layout, 18);
        start = output.Position;
        output.Bytes([3, 1]);
        output.U64(DataAt);
        output.U64(Value.Length);
        output.Pad(start);
    }
}
