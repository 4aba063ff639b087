using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.Storage;

namespace Keratin.Fuzz.Targets;

/// <summary>Reads all that an HDF5 file holds.</summary>
internal static class Hdf5Target
{
    // Larger datasets are left alone: that they are not read at once is the caller's choice.
    private const long MaxRead = 1 << 20;

    /// <summary>Reads a file as it is, and again without looking at its checksums, so that what lies behind them is tried as well.</summary>
    public static void Read(byte[] bytes)
    {
        var faults = new Faults();
        faults.Try(() => Walk(bytes, ignoreChecksums: false));
        faults.Try(() => Walk(bytes, ignoreChecksums: true));
        faults.Throw();
    }

    public static void Walk(Hdf5Group group)
    {
        var faults = new Faults();
        faults.Try(() => Use(group.Attributes));
        foreach (string name in group.Names)
            faults.Try(() =>
            {
                if (!group.TryGet(name, out Hdf5Object? child)) return;
                if (child is Hdf5Group below) Walk(below);
                else Use((Hdf5Dataset)child);
            });
        faults.Throw();
    }

    private static void Walk(byte[] bytes, bool ignoreChecksums)
    {
        using var file = new Hdf5File(ByteSource.From(bytes), ignoreChecksums);
        Walk(file.Root);
    }

    private static void Use(Hdf5Dataset dataset)
    {
        Use(dataset.Attributes);
        if (dataset.ByteLength > MaxRead) return;
        if (dataset.ElementType is ElementType.VariableString or ElementType.FixedString)
        {
            dataset.ReadStrings();
            return;
        }
        dataset.Read(new byte[dataset.ByteLength]);
        dataset.TryGetView(out _);
    }

    private static void Use(Hdf5Attributes attributes)
    {
        foreach (string name in attributes.Names)
        {
            if (!attributes.TryGet(name, out Hdf5Attribute? attribute)) continue;
            if (attribute.ElementType is ElementType.VariableString or ElementType.FixedString) attribute.GetStrings();
            else attribute.GetBytes();
        }
    }
}
