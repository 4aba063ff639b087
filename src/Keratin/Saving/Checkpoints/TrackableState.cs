using Keratin.Formats.TensorBundle;

namespace Keratin.Saving.Checkpoints;

/// <summary>What holds a state itself, and how a checkpoint names the state's tensors.</summary>
internal static class TrackableState
{
    private const string Table = "table";
    private static readonly string[] One = [""], KeysAndValues = ["-keys", "-values"];

    /// <summary>The attribute that is the object's state; null for one that holds none.</summary>
    public static string? Attribute(object node) => node switch
    {
        Variable or ITrackableState => ObjectAttribute.VariableValue,
        LookupTable { IsMutable: true } => Table,
        _ => null,
    };

    /// <summary>What follows the attribute's key in the names of its tensors.</summary>
    public static string[] Suffixes(string attribute) => attribute == Table ? KeysAndValues : One;

    /// <summary>The tensors, in the order of their suffixes.</summary>
    public static EagerTensor[] Save(object node)
    {
        switch (node)
        {
            case Variable variable: return [variable.Resource.Read()];
            case LookupTable table:
                var (keys, values) = table.Export();
                return [keys, values];
            default: return [((ITrackableState)node).Save()];
        }
    }

    /// <summary>Takes over the tensors.</summary>
    /// <exception cref="ArgumentException">They don't fit.</exception>
    public static void Restore(object node, ReadOnlySpan<EagerTensor> tensors)
    {
        if (node is Variable variable) variable.Resource.Take(tensors[0]);
        else if (node is LookupTable table) table.Import(tensors[0], tensors[1]);
        else ((ITrackableState)node).Restore(tensors[0]);
    }
}
