namespace Keratin.Training;

/// <summary>Rows (samples) of arrays.</summary>
internal static unsafe class Rows
{
    /// <summary>Neighbouring rows, without a copy.</summary>
    public static EagerTensor Slice(EagerTensor array, int start, int count)
    {
        var shape = array.Shape.With(0, count);
        long rowElements = array.Shape[0] == 0 ? 0 : array.Shape.ElementCount / array.Shape[0];
        if (array.DType.IsObject()) return new EagerTensor(array.DType, shape, array.Objects.Slice(checked((int)(start * rowElements)), checked((int)(count * rowElements))).ToArray());
        return new EagerTensor(array.DType, shape, array.Buffer, array.ByteOffset + (nuint)(start * rowElements * array.DType.Size()));
    }

    /// <summary>Rows in any order, copied.</summary>
    public static EagerTensor Gather(EagerTensor array, ReadOnlySpan<int> rows)
    {
        var shape = array.Shape.With(0, rows.Length);
        long rowElements = array.Shape.ElementCount / array.Shape[0];
        if (array.DType.IsObject())
        {
            var objects = new object[shape.ElementCount];
            for (int i = 0; i < rows.Length; i++)
                array.Objects.Slice(checked((int)(rows[i] * rowElements)), checked((int)rowElements)).CopyTo(objects.AsSpan(checked((int)(i * rowElements))));
            return new EagerTensor(array.DType, shape, objects);
        }
        var gathered = EagerTensor.Allocate(array.DType, shape);
        nuint rowBytes = (nuint)(rowElements * array.DType.Size());
        byte* source = (byte*)array.Pointer, target = (byte*)gathered.Pointer;
        for (int i = 0; i < rows.Length; i++) Buffer.MemoryCopy(source + (nuint)rows[i] * rowBytes, target + (nuint)i * rowBytes, rowBytes, rowBytes);
        GC.KeepAlive(array);
        return gathered;
    }

    /// <summary>Arrays of the same kind, one after the other along the first axis.</summary>
    public static EagerTensor Concat(IReadOnlyList<EagerTensor> parts)
    {
        if (parts.Count == 1) return parts[0];
        long rows = 0;
        foreach (var part in parts) rows += part.Shape[0];
        var shape = parts[0].Shape.With(0, rows);
        if (parts[0].DType.IsObject()) return new EagerTensor(parts[0].DType, shape, [.. parts.SelectMany(static part => part.Objects.ToArray())]);
        var all = EagerTensor.Allocate(parts[0].DType, shape);
        nuint offset = 0;
        foreach (var part in parts)
        {
            Buffer.MemoryCopy(part.Pointer, (byte*)all.Pointer + offset, all.ByteLength - offset, part.ByteLength);
            offset += part.ByteLength;
            GC.KeepAlive(part);
        }
        return all;
    }
}
