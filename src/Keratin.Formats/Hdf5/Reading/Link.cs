using System.Text;

namespace Keratin.Formats.Hdf5.Reading;

/// <summary>A name in a group, and what it stands for: an object (address) or a path (target).</summary>
internal struct Link
{
    public string Name;
    public long Address;
    public string? Target;
    public long CreationOrder;

    /// <summary>Why it is not followed, null where it is.</summary>
    public string? Refusal;

    /// <summary>Reads a link message. Specification, chapter IV.A.2.g.</summary>
    public static Link Read(ref Cursor cursor)
    {
        int version = cursor.U8();
        int flags = cursor.U8();
        if (version != 1)
        {
            throw cursor.Bad($"a link of version {version}", "1");
        }
        int kind = (flags & 8) != 0 ? cursor.U8() : 0;
        var link = new Link { Address = Hdf5Source.Undefined, CreationOrder = (flags & 4) != 0 ? (long)cursor.U64() : -1 };
        cursor.Skip((flags & 16) != 0 ? 1 : 0);
        link.Name = Encoding.UTF8.GetString(cursor.Take((long)cursor.UInt(1 << (flags & 3))));
        switch (kind)
        {
            case 0:
                link.Address = cursor.Address();
                break;
            case 1:
                link.Target = Encoding.UTF8.GetString(cursor.Take(cursor.U16()));
                break;
            case 64:
                link.Refusal = "an external link, which leads to another file";
                break;
            default:
                link.Refusal = $"a link of kind {kind}";
                break;
        }
        return link;
    }
}
