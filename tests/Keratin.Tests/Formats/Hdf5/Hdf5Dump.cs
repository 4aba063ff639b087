using System.Security.Cryptography;
using System.Text;
using Keratin.Formats;
using Keratin.Formats.Hdf5;

namespace Keratin.Tests.Formats.Hdf5;

/// <summary>
/// Everything in a file as lines: groups (G) with their children, attributes (A) and datasets (D) with type, shape and the MD5
/// of their little-endian bytes (of text: length and bytes of each), links that lead nowhere (X). The expected
/// lines under tests/data were written by h5py.
/// </summary>
internal static class Hdf5Dump
{
    public static string Of(Hdf5File file)
    {
        var lines = new StringBuilder();
        Add(file.Root, lines);
        return lines.ToString();
    }

    private static void Add(Hdf5Group group, StringBuilder lines)
    {
        lines.Append($"G {group.Path} {string.Join(",", group.Names)}\n");
        AddAttributes(group, lines);
        foreach (string name in group.Names)
        {
            if (!group.TryGet(name, out Hdf5Object? child))
            {
                lines.Append($"X {group.Path} {name}\n");
            }
            else if (child is Hdf5Group below)
            {
                Add(below, lines);
            }
            else
            {
                Add((Hdf5Dataset)child, lines);
            }
        }
    }

    private static void Add(Hdf5Dataset dataset, StringBuilder lines)
    {
        byte[] bytes;
        if (IsText(dataset.ElementType))
        {
            bytes = Join(dataset.ReadByteStrings());
        }
        else
        {
            bytes = new byte[dataset.ByteLength];
            dataset.Read(bytes);
        }
        if (dataset.TryGetView(out ReadOnlyMemory<byte> view) && !IsText(dataset.ElementType))
        {
            Assert.That(view.Span.SequenceEqual(bytes), dataset.Path);
        }
        string value = dataset.IsEmpty ? "empty" : Hash(bytes);
        lines.Append($"D {dataset.Path} {Type(dataset.ElementType, dataset.ItemSize)} [{string.Join(",", dataset.Shape)}] {value}\n");
        AddAttributes(dataset, lines);
    }

    private static void AddAttributes(Hdf5Object owner, StringBuilder lines)
    {
        foreach (string name in owner.Attributes.Names.Order(StringComparer.Ordinal))
        {
            Assert.That(owner.Attributes.TryGet(name, out Hdf5Attribute? attribute));
            byte[] bytes = IsText(attribute!.ElementType) ? Join(attribute.GetByteStrings()) : attribute.GetBytes();
            string value = attribute.IsEmpty ? "empty" : Hash(bytes);
            lines.Append($"A {owner.Path} {name} {Type(attribute.ElementType, attribute.ItemSize)} [{string.Join(",", attribute.Shape)}] {value}\n");
        }
    }

    private static bool IsText(ElementType type) => type is ElementType.FixedString or ElementType.VariableString;

    private static string Type(ElementType type, int size) => type switch
    {
        ElementType.FixedString => $"S{size}",
        ElementType.Opaque => $"V{size}",
        _ => type.ToString(),
    };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private static byte[] Join(byte[][] texts)
    {
        var joined = new MemoryStream();
        foreach (byte[] text in texts)
        {
            joined.Write(BitConverter.GetBytes(text.Length));
            joined.Write(text);
        }
        return joined.ToArray();
    }
}
