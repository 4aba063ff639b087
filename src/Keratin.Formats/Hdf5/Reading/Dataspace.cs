namespace Keratin.Formats.Hdf5.Reading;

/// <summary>The shape of a dataset or attribute. Specification, chapter IV.A.2.b.</summary>
/// <param name="Shape">The size of every axis.</param>
/// <param name="MaxShape">How far each may grow, -1 without limit.</param>
/// <param name="IsNull">No elements at all, not even one (h5py's Empty).</param>
internal readonly record struct Dataspace(long[] Shape, long[] MaxShape, bool IsNull)
{
    private const int MaxRank = 32;

    /// <summary>The number of elements; above what 63 bits hold, the largest number they do hold.</summary>
    public long Count
    {
        get
        {
            UInt128 count = IsNull ? 0 : 1u;
            bool empty = false;
            foreach (long size in Shape)
            {
                empty |= size == 0;
                count = UInt128.Min(count * (UInt128)size, long.MaxValue);
            }
            return empty ? 0 : (long)count;
        }
    }

    public static Dataspace Read(ref Cursor cursor)
    {
        int version = cursor.U8();
        int rank = cursor.U8();
        int flags = cursor.U8();
        if (version is not (1 or 2) || rank > MaxRank)
        {
            throw cursor.Bad($"version {version} of rank {rank}", $"1 or 2, and at most {MaxRank} axes");
        }
        bool isNull = false;
        if (version == 1)
        {
            cursor.Skip(5);
        }
        else
        {
            isNull = cursor.U8() == 2;
        }
        if (rank == 0)
        {
            return new Dataspace([], [], isNull);
        }
        var shape = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            shape[i] = cursor.Length();
        }
        long[] most = shape;
        if ((flags & 1) != 0)
        {
            for (int i = 0; i < rank; i++)
            {
                ulong size = cursor.UInt(cursor.Source.LengthSize);
                bool unlimited = size == ulong.MaxValue >> (64 - 8 * cursor.Source.LengthSize);
                long limit = unlimited ? -1 : (long)Math.Min(size, long.MaxValue);
                if (limit != shape[i] && most == shape)
                {
                    most = [.. shape];
                }
                most[i] = limit;
            }
        }
        return new Dataspace(shape, most, isNull);
    }
}
