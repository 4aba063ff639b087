using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>The keys of a class's config, numbered; several keys may share a number. Used by generated code.</summary>
public sealed class ConfigKeys
{
    internal const int Unknown = -1;
    internal const int Ignored = -2;

    private readonly string[] _names;
    private readonly (byte[] Key, int Number)[] _entries;

    /// <summary>Numbers the keys.</summary>
    /// <param name="names">The keys; a key's number is its place.</param>
    /// <param name="aliases">Other keys and the number each one stands for.</param>
    /// <param name="ignored">Keys that are skipped.</param>
    public ConfigKeys(string[] names, (string Alias, int Number)[] aliases, string[] ignored)
    {
        _names = names;
        _entries = new (byte[], int)[names.Length + aliases.Length + ignored.Length];
        int i = 0;
        foreach (string name in names)
        {
            _entries[i] = (Encoding.UTF8.GetBytes(name), i++);
        }

        foreach (var (alias, number) in aliases)
        {
            _entries[i++] = (Encoding.UTF8.GetBytes(alias), number);
        }

        foreach (string name in ignored)
        {
            _entries[i++] = (Encoding.UTF8.GetBytes(name), Ignored);
        }
    }

    /// <summary>The keys, by number.</summary>
    public ReadOnlySpan<string> Names => _names;

    /// <summary>The number of a key. Configs mostly keep the declared order, so <paramref name="guess"/> is tried first.</summary>
    internal int Find(JsonProperty property, int guess)
    {
        var key = JsonMarshal.GetRawUtf8PropertyName(property);
        if ((uint)guess < (uint)_entries.Length && key.SequenceEqual(_entries[guess].Key))
        {
            return _entries[guess].Number;
        }

        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (key.SequenceEqual(entry.Key))
            {
                return entry.Number;
            }
        }

        return Unknown;
    }
}
