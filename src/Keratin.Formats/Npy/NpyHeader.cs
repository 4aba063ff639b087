using System.Buffers.Binary;
using System.Text;
using Keratin.Formats.Storage;

namespace Keratin.Formats.Npy;

/// <summary>What stands before the data of a .npy file: magic number, version, length, a Python dictionary.</summary>
internal readonly record struct NpyHeader(NpyDescr Descr, bool FortranOrder, int[] Shape, int Length)
{
    private const string Place = "npy header";
    private const int MaxRank = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The number of elements.</summary>
    public long Count
    {
        get
        {
            long count = 1;
            foreach (int size in Shape)
            {
                count *= size;
            }
            return count;
        }
    }

    public static NpyHeader Read(ByteSource source)
    {
        ReadOnlySpan<byte> start = source.Span(0, Math.Min(12, source.Length), Place);
        if (start.Length < 10 || !start.StartsWith(Magic))
        {
            throw source.Bad(Place, "no magic number", "a .npy file, which starts with \\x93NUMPY");
        }
        int version = start[6];
        if (version is < 1 or > 3 || (version > 1 && start.Length < 12))
        {
            throw source.Bad(Place, $"version {version}", "1, 2 or 3");
        }
        int prefix = version == 1 ? 10 : 12;
        long length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..])
            : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > 1 << 20)
        {
            throw source.Bad(Place, $"{length:N0} bytes", "at most 1 MiB");
        }
        ReadOnlySpan<byte> text = source.Span(prefix, length, Place);
        return Parse(source, version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text), prefix + (int)length);
    }

    private static NpyHeader Parse(ByteSource source, string text, int length)
    {
        var literal = new PythonLiteral(source, Place, text);
        NpyDescr? descr = null;
        bool? fortran = null;
        int[]? shape = null;
        literal.Expect('{');
        while (!literal.TryTake('}'))
        {
            string key = literal.String();
            literal.Expect(':');
            switch (key)
            {
                case "descr":
                    string type = literal.Peek == '[' ? "a structured type" : literal.String();
                    descr = type is "O" or "|O" ? NpyDescr.PythonObject : NpyDescr.Parse(source, Place, type);
                    break;
                case "fortran_order":
                    fortran = literal.Boolean();
                    break;
                case "shape":
                    shape = Shaped(source, literal.Tuple(MaxRank));
                    break;
                default:
                    throw source.Bad(Place, $"the key '{key}'", "descr, fortran_order and shape");
            }
            if (!literal.TryTake(','))
            {
                literal.Expect('}');
                break;
            }
        }
        if (descr is null || fortran is null || shape is null)
        {
            throw source.Bad(Place, "not all keys", "descr, fortran_order and shape");
        }
        return new NpyHeader(descr.Value, fortran.Value, shape, length);
    }

    private static int[] Shaped(ByteSource source, List<long> sizes)
    {
        var shape = new int[sizes.Count];
        UInt128 count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            // An empty array may state any other size, but the product of the rest must still be a number.
            count *= (UInt128)Math.Max(1, sizes[i]);
            if (sizes[i] is < 0 or > int.MaxValue || count > long.MaxValue)
            {
                throw source.Bad(Place, $"shape ({string.Join(", ", sizes)})", "sizes whose product is the number of elements");
            }
            shape[i] = (int)sizes[i];
        }
        return shape;
    }

    /// <summary>The header as NumPy pads it: the data starts at a multiple of 64.</summary>
    public static byte[] Write(NpyDescr descr, ReadOnlySpan<int> shape)
    {
        var text = new StringBuilder($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (");
        for (int i = 0; i < shape.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(shape[i]);
        }
        text.Append(shape.Length == 1 ? ",), }" : "), }");
        int prefix = text.Length + 11 <= ushort.MaxValue ? 10 : 12;
        int total = (prefix + text.Length + 1 + 63) / 64 * 64;
        text.Append(' ', total - prefix - text.Length - 1).Append('\n');

        var bytes = new byte[total];
        Magic.CopyTo(bytes);
        bytes[6] = (byte)(prefix == 10 ? 1 : 2);
        if (prefix == 10)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)text.Length);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), text.Length);
        }
        Encoding.Latin1.GetBytes(text.ToString(), bytes.AsSpan(prefix));
        return bytes;
    }
}
