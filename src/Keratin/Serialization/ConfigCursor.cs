using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>Walks through a config's values, key by key in the order of the file. Used by generated code.</summary>
public struct ConfigCursor
{
    private readonly ConfigKeys _keys;
    private readonly ReadContext _context;
    private readonly int _depth;
    private JsonElement.ObjectEnumerator _properties;
    private ulong _seen;

    internal ConfigCursor(JsonElement.ObjectEnumerator properties, ConfigKeys keys, ReadContext context, int depth)
    {
        _properties = properties;
        _keys = keys;
        _context = context;
        _depth = depth;
        Key = -1;
    }

    /// <summary>The current key's number.</summary>
    public int Key { get; private set; }

    /// <summary>The current value.</summary>
    public readonly ConfigValue Value => new(_properties.Current.Value, _context, _depth + 1);

    /// <summary>Goes on to the next known key.</summary>
    /// <exception cref="KerasConfigException">The class has no such key.</exception>
    public bool Next()
    {
        while (_properties.MoveNext())
        {
            var property = _properties.Current;
            int key = _keys.Find(property, Key + 1);
            if (key >= 0)
            {
                Key = key;
                _seen |= 1UL << key;
                _context.Enter(_depth, _keys.Names[key]);
                return true;
            }

            if (key != ConfigKeys.Ignored)
            {
                _context.Leave(_depth);
                throw new KerasConfigException(
                    _context.Path,
                    $"the key '{property.Name}' is unknown",
                    $"The class has these: {string.Join(", ", _keys.Names)}.");
            }
        }

        _context.Leave(_depth);
        return false;
    }

    /// <summary>Whether the key of this number was there.</summary>
    public readonly bool Has(int key) => (_seen >> key & 1) != 0;

    /// <summary>Demands that all keys whose bits are set were there.</summary>
    /// <exception cref="KerasConfigException">One is missing.</exception>
    public readonly void Require(ulong keys)
    {
        ulong missing = keys & ~_seen;
        if (missing != 0)
        {
            string name = _keys.Names[System.Numerics.BitOperations.TrailingZeroCount(missing)];
            throw new KerasConfigException(_context.Path, $"the key '{name}' is missing", "The object can't be made without it.");
        }
    }
}
