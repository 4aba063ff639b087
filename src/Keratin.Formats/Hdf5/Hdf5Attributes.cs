using System.Diagnostics.CodeAnalysis;
using Keratin.Formats.Hdf5.Reading;

namespace Keratin.Formats.Hdf5;

/// <summary>The attributes of a group or dataset by name.</summary>
public sealed class Hdf5Attributes
{
    private readonly Hdf5Object _owner;
    private readonly Dictionary<string, (long At, int Size)> _places;

    internal Hdf5Attributes(Hdf5Object owner)
    {
        _owner = owner;
        try
        {
            _places = AttributeMessage.List(owner.Source, owner.Header);
        }
        catch (ModelFormatException fault)
        {
            throw Hdf5Object.Locate(owner.Path, fault);
        }
    }

    /// <summary>The number of attributes.</summary>
    public int Count => _places.Count;

    /// <summary>Their names, in the file's order.</summary>
    public IReadOnlyCollection<string> Names => _places.Keys;

    /// <summary>Whether there is an attribute of that name.</summary>
    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>Gets an attribute, false where there is none of that name.</summary>
    /// <exception cref="ModelFormatException">It is damaged, or of a type that is not read.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out Hdf5Attribute? attribute)
    {
        if (!_places.TryGetValue(name, out (long, int) place))
        {
            attribute = null;
            return false;
        }
        try
        {
            attribute = AttributeMessage.Read(_owner.Source, _owner, place);
            return true;
        }
        catch (ModelFormatException fault)
        {
            throw Hdf5Object.Locate($"{_owner.Path}, attribute '{name}'", fault);
        }
    }

    /// <summary>Gets the text of an attribute that holds one string, false where there is no attribute of that name.</summary>
    /// <exception cref="ModelFormatException">It holds something else.</exception>
    public bool TryGetString(string name, [NotNullWhen(true)] out string? text)
    {
        text = TryGet(name, out Hdf5Attribute? attribute) ? attribute.GetString() : null;
        return text is not null;
    }

    /// <summary>Gets the texts of an attribute that holds strings, false where there is no attribute of that name.</summary>
    /// <exception cref="ModelFormatException">It holds something else.</exception>
    public bool TryGetStrings(string name, [NotNullWhen(true)] out string[]? texts)
    {
        texts = TryGet(name, out Hdf5Attribute? attribute) ? attribute.GetStrings() : null;
        return texts is not null;
    }
}
