using System.Text;
using Keratin.Formats.Hdf5;

namespace Keratin.Saving.Hdf5;

/// <summary>Lists of names in attributes. An attribute holds at most 64 KiB, so Keras splits longer lists into <c>name0</c>, <c>name1</c> and so on.</summary>
internal static class ChunkedAttribute
{
    // Keras's limit for the bytes of one attribute.
    private const int Limit = 64512;

    public static void Write(Hdf5ObjectWriter target, string name, string[] values)
    {
        if (values.Length == 0)
        {
            // What h5py makes of an empty list.
            target.SetAttribute<double>(name, [], [0]);
            return;
        }
        int longest = 1;
        foreach (string value in values) longest = Math.Max(longest, Encoding.UTF8.GetByteCount(value));
        if (longest > Limit) throw new ArgumentException($"A name of {longest} bytes is too long for an HDF5 attribute, which holds {Limit}.");
        int chunk = Math.Max(1, Limit / longest);
        if (values.Length <= chunk)
        {
            target.SetFixedAttribute(name, values);
            return;
        }
        for (int start = 0, i = 0; start < values.Length; start += chunk, i++)
            target.SetFixedAttribute($"{name}{i}", values.AsSpan(start, Math.Min(chunk, values.Length - start)));
    }

    public static string[]? Read(Hdf5Object source, string name)
    {
        if (source.Attributes.TryGetStrings(name, out var values)) return values;
        // An empty list was written as numbers.
        if (source.Attributes.Contains(name)) return [];
        var all = new List<string>();
        int i = 0;
        for (; source.Attributes.TryGetStrings($"{name}{i}", out var part); i++) all.AddRange(part);
        return i == 0 ? null : [.. all];
    }
}
