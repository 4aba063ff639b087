using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>Reads a config: a JSON object, with the dialect it is written in and the path to it for errors.</summary>
public readonly struct ConfigReader
{
    private readonly JsonElement _element;
    private readonly ReadContext _context;
    private readonly int _depth;

    internal ConfigReader(JsonElement element, ReadContext context, int depth)
    {
        _element = element;
        _context = context;
        _depth = depth;
    }

    /// <summary>The dialect in which the config is written.</summary>
    public Dialect Dialect => _context.Dialect;

    /// <summary>Whether what could run code is refused with the reason (Keras: <c>safe_mode</c>).</summary>
    public bool SafeMode => _context.SafeMode;

    /// <summary>Where in the model the reader is, e.g. <c>layers[3].config</c>.</summary>
    public string Path
    {
        get
        {
            _context.Leave(_depth);
            return _context.Path;
        }
    }

    /// <summary>The keys in the order of the file.</summary>
    public IEnumerable<string> Keys
    {
        get
        {
            foreach (var property in _element.EnumerateObject())
            {
                yield return property.Name;
            }
        }
    }

    /// <summary>The value of a key that must be there.</summary>
    /// <exception cref="KerasConfigException">The key is missing.</exception>
    public ConfigValue this[string key] =>
        TryGet(key, out var value) ? value : throw Missing(key);

    /// <summary>Whether the key is there, be it null.</summary>
    public bool Has(string key) => _element.TryGetProperty(key, out _);

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGet(string key, out ConfigValue value)
    {
        bool found = _element.TryGetProperty(key, out var element);
        _context.Enter(_depth, key);
        value = new ConfigValue(element, _context, _depth + 1);
        return found;
    }

    /// <summary>Walks through the values by their place in <paramref name="keys"/>; an unknown key is an error.</summary>
    public ConfigCursor Read(ConfigKeys keys) => new(_element.EnumerateObject(), keys, _context, _depth);

    /// <summary>An error about the config as a whole.</summary>
    public KerasConfigException Error(string received, string expected) => new(Path, received, expected);

    private KerasConfigException Missing(string key) => Error($"the key '{key}' is missing", "Its class can't be made without it.");
}
