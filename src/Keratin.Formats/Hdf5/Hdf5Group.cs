using System.Diagnostics.CodeAnalysis;
using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5;

/// <summary>A folder of an HDF5 file: groups and datasets by name.</summary>
/// <remarks>Nothing below a group is read before it is asked for; what was read is kept. Safe to use from several threads.</remarks>
public sealed class Hdf5Group : Hdf5Object
{
    private const int MaxSoftLinks = 16;
    private const int MaxDepth = 256;
    private const int IndexPays = 8;

    private readonly int _depth;
    private List<Link>? _links;
    private string[]? _names;

    // Apart from the links: as their part, a large group's array would be one that only full collections free, and keep all that is below the group.
    private Hdf5Object?[]? _children;
    private Dictionary<string, int>? _index;

    internal Hdf5Group(Hdf5Source source, ObjectHeader header, Hdf5Group? parent, string name, long address)
        : base(source, header, parent, name, address)
    {
        _depth = parent is null ? 0 : parent._depth + 1;
    }

    /// <summary>The children's names, as h5py lists them: in the order of creation where the file keeps it, else by name.</summary>
    /// <exception cref="ModelFormatException">The group's links are damaged.</exception>
    public IReadOnlyList<string> Names => _names ??= [.. Links.Select(static link => link.Name)];

    private List<Link> Links
    {
        get
        {
            try
            {
                return _links ??= LinkReader.Read(Source, Header);
            }
            catch (ModelFormatException fault)
            {
                throw Locate(Path, fault);
            }
        }
    }

    /// <summary>Gets the group or dataset at a path, false where there is none.</summary>
    /// <param name="path">Names with <c>/</c> between, from here, or from the root where it starts with <c>/</c>.</param>
    /// <param name="found">The object.</param>
    /// <exception cref="ModelFormatException">It is damaged, in another file, or in itself.</exception>
    public bool TryGet(string path, [NotNullWhen(true)] out Hdf5Object? found)
    {
        ArgumentNullException.ThrowIfNull(path);
        found = Resolve(path, 0);
        return found is not null;
    }

    /// <summary>Gets the group at a path, false where there is none, or a dataset.</summary>
    /// <inheritdoc cref="TryGet"/>
    public bool TryGetGroup(string path, [NotNullWhen(true)] out Hdf5Group? found)
    {
        ArgumentNullException.ThrowIfNull(path);
        found = Resolve(path, 0) as Hdf5Group;
        return found is not null;
    }

    /// <summary>Gets the dataset at a path, false where there is none, or a group.</summary>
    /// <inheritdoc cref="TryGet"/>
    public bool TryGetDataset(string path, [NotNullWhen(true)] out Hdf5Dataset? found)
    {
        ArgumentNullException.ThrowIfNull(path);
        found = Resolve(path, 0) as Hdf5Dataset;
        return found is not null;
    }

    /// <summary>Gets the group at a path.</summary>
    /// <exception cref="ModelFormatException">There is none, or it is damaged.</exception>
    public Hdf5Group GetGroup(string path) => TryGetGroup(path, out Hdf5Group? found) ? found : throw Missing("group", path);

    /// <summary>Gets the dataset at a path.</summary>
    /// <exception cref="ModelFormatException">There is none, or it is damaged.</exception>
    public Hdf5Dataset GetDataset(string path) =>
        TryGetDataset(path, out Hdf5Dataset? found) ? found : throw Missing("dataset", path);

    private ModelFormatException Missing(string kind, string path) => Bad(
        Names.Count == 0 ? "an empty group" : $"{string.Join(", ", Names.Take(10))}{(Names.Count > 10 ? ", …" : "")}",
        $"a {kind} '{path}'");

    private Hdf5Object? Resolve(ReadOnlySpan<char> path, int softLinks)
    {
        Hdf5Group from = this;
        while (path.StartsWith('/') && from.Parent is not null)
        {
            from = from.Parent;
        }
        Hdf5Object at = from;
        foreach (Range segment in path.Split('/'))
        {
            ReadOnlySpan<char> name = path[segment];
            if (name.IsEmpty || name is ".")
            {
                continue;
            }
            if (at is not Hdf5Group group || group.Child(name, softLinks) is not { } child)
            {
                return null;
            }
            at = child;
        }
        return at;
    }

    private Hdf5Object? Child(ReadOnlySpan<char> name, int softLinks)
    {
        int i = IndexOf(name);
        if (i < 0)
        {
            return null;
        }
        _children ??= new Hdf5Object[_links!.Count];
        return _children[i] ??= Follow(_links![i], softLinks);
    }

    private int IndexOf(ReadOnlySpan<char> name)
    {
        List<Link> links = Links;
        if (links.Count <= IndexPays)
        {
            for (int i = 0; i < links.Count; i++)
            {
                if (name.SequenceEqual(links[i].Name))
                {
                    return i;
                }
            }
            return -1;
        }
        if (_index is null)
        {
            var index = new Dictionary<string, int>(links.Count, StringComparer.Ordinal);
            for (int i = 0; i < links.Count; i++)
            {
                index.TryAdd(links[i].Name, i);
            }
            _index = index;
        }
        return _index.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out int found) ? found : -1;
    }

    private Hdf5Object? Follow(in Link link, int softLinks)
    {
        if (link.Refusal is not null)
        {
            throw Bad($"'{link.Name}', {link.Refusal}", "links inside the file only");
        }
        if (link.Target is null)
        {
            return Open(link.Name, link.Address);
        }
        if (softLinks == MaxSoftLinks)
        {
            throw Bad($"'{link.Name}', a link behind {MaxSoftLinks} others", "fewer: they may lead in a circle");
        }
        return Resolve(link.Target, softLinks + 1) is { } target ? Open(link.Name, target.Address) : null;
    }

    /// <summary>
    /// Opens an object as a child of this one. An object inside itself, which only a link in a circle can make, is refused,
    /// so that a walk through the file ends.
    /// </summary>
    private Hdf5Object Open(string name, long address)
    {
        for (Hdf5Group? above = this; above is not null; above = above.Parent)
        {
            if (above.Address == address)
            {
                throw Bad($"'{name}', a link to '{above.Path}', which it is in", "groups that do not contain themselves");
            }
        }
        if (_depth == MaxDepth)
        {
            throw Bad($"groups nested {MaxDepth} deep", "fewer");
        }
        try
        {
            Source.CountOpened();
            ObjectHeader header = ObjectHeader.Read(Source, address);
            return header.TryFind(Message.Dataspace, out _) ? new Hdf5Dataset(Source, header, this, name, address)
                : LinkReader.IsGroup(header) ? new Hdf5Group(Source, header, this, name, address)
                : throw Source.Bytes.Bad("object header", "an object of another kind", "a group or a dataset");
        }
        catch (ModelFormatException fault)
        {
            throw Locate($"{(Parent is null ? "" : Path)}/{name}", fault);
        }
    }
}
