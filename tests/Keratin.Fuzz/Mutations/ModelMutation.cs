using System.Text;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.KerasArchive;

namespace Keratin.Fuzz.Mutations;

/// <summary>Changes a whole model's file: mostly the JSON inside of it, so that the rest is still read, else the bytes.</summary>
internal static class ModelMutation
{
    public static byte[] Mutate(byte[] original, Random random) =>
        random.Next(5) == 0 ? ByteMutation.Mutate(original, random)
        : KerasArchiveReader.IsArchive(original) ? MutateArchive(original, random)
        : MutateHdf5(original, random);

    private static byte[] MutateArchive(byte[] original, Random random)
    {
        using var archive = KerasArchiveReader.Open(original);
        var written = new KerasArchiveWriter();
        foreach (string name in archive.Names)
        {
            var bytes = archive.Read(name);
            written.Add(name, name == "config.json" ? JsonMutation.Mutate(bytes.ToArray(), random) : bytes);
        }
        return written.ToBytes();
    }

    private static byte[] MutateHdf5(byte[] original, Random random)
    {
        using var file = Hdf5File.Open(original);
        string attribute = file.Root.Attributes.Contains("training_config") && random.Next(2) == 0 ? "training_config" : "model_config";
        file.Root.Attributes.TryGetString(attribute, out string? config);
        var written = new Hdf5Writer();
        Copy(file.Root, written.Root);
        written.Root.SetAttribute(attribute, JsonMutation.Mutate(config!, random));
        return written.ToBytes();
    }

    private static void Copy(Hdf5Group from, Hdf5GroupWriter to)
    {
        foreach (string name in from.Attributes.Names)
        {
            from.Attributes.TryGet(name, out var attribute);
            if (attribute!.Shape.Count == 0 && attribute.ElementType is ElementType.VariableString) to.SetAttribute(name, attribute.GetStrings()[0]);
            else if (attribute.ElementType is ElementType.VariableString or ElementType.FixedString) to.SetAttribute(name, attribute.GetStrings());
        }
        foreach (string name in from.Names)
        {
            from.TryGet(name, out var child);
            if (child is Hdf5Group group) Copy(group, to.Group(name));
            else if (child is Hdf5Dataset dataset)
            {
                var bytes = new byte[dataset.ByteLength];
                dataset.Read(bytes);
                to.Add(name, dataset.ElementType, [.. dataset.Shape], bytes);
            }
        }
    }
}
