using Keratin.Formats;
using Keratin.Formats.KerasArchive;
using Keratin.Formats.Npy;
using Keratin.Formats.Npy.Pickle;
using Keratin.Formats.Storage;

namespace Keratin.Fuzz.Targets;

/// <summary>Reads all that <c>.keras</c>, <c>.npz</c> and <c>.npy</c> files hold.</summary>
internal static class ArchiveTargets
{
    public static void ReadKeras(byte[] bytes)
    {
        using var archive = KerasArchiveReader.Open(bytes);
        var faults = new Faults();
        foreach (string name in archive.Names)
            faults.Try(() =>
            {
                if (name.EndsWith(".h5", StringComparison.Ordinal)) Hdf5Target.Walk(archive.OpenHdf5(name).Root);
                else archive.ReadText(name);
            });
        faults.Throw();
    }

    public static void ReadNpz(byte[] bytes)
    {
        using var archive = NpzArchive.Open(bytes);
        var faults = new Faults();
        foreach (string name in archive.Names) faults.Try(() => Use(archive[name]));
        faults.Throw();
    }

    public static void ReadNpy(byte[] bytes) => Use(NpyArray.Load(bytes));

    public static void ReadPickle(byte[] bytes) => PickledArrays.Read(ByteSource.From(bytes));

    private static void Use(NpyArray array)
    {
        if (array.ElementType is ElementType.FixedString or ElementType.Utf32String) array.ToStrings();
    }
}
