using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5;

/// <summary>A group or a dataset.</summary>
public abstract class Hdf5Object
{
    private Hdf5Attributes? _attributes;

    private protected Hdf5Object(Hdf5Source source, ObjectHeader header, Hdf5Group? parent, string name, long address)
    {
        Source = source;
        Header = header;
        Parent = parent;
        Name = name;
        Address = address;
    }

    /// <summary>The name in the group it was reached through; empty for the root.</summary>
    public string Name { get; }

    /// <summary>The names from the root to here: <c>/</c>, <c>/layers/dense</c>.</summary>
    public string Path => Parent is null ? "/" : Parent.Parent is null ? "/" + Name : Parent.Path + "/" + Name;

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    /// <summary>What is attached to the object by name.</summary>
    /// <exception cref="ModelFormatException">The list of attributes is damaged.</exception>
    public Hdf5Attributes Attributes => _attributes ??= new Hdf5Attributes(this);

    internal Hdf5Source Source { get; }

    internal ObjectHeader Header { get; }

    internal Hdf5Group? Parent { get; }

    internal long Address { get; }

    internal ModelFormatException Bad(string found, string expected, Exception? cause = null) =>
        Source.Bytes.Bad(Path, found, expected, cause);

    /// <summary>Says of which object a fault in its bytes was found.</summary>
    internal static ModelFormatException Locate(string path, ModelFormatException fault) =>
        fault.Place.StartsWith('/') ? fault : new(fault.File, $"{path}, {fault.Place}", fault.Found, fault.Expected, fault);
}
