using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>One value of a config. Each method reads it as one type and fails with its path when it is something else.</summary>
public readonly partial struct ConfigValue
{
    private readonly JsonElement _element;
    private readonly ReadContext _context;
    private readonly int _depth;

    internal ConfigValue(JsonElement element, ReadContext context, int depth)
    {
        _element = element;
        _context = context;
        _depth = depth;
    }

    /// <summary>The dialect in which the config is written.</summary>
    public Dialect Dialect => _context.Dialect;

    /// <summary>Whether the value is Python's None, or the key was missing.</summary>
    public bool IsNull => _element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>Whether the value is a string.</summary>
    public bool IsString => _element.ValueKind == JsonValueKind.String && !PythonJson.IsWord(_element);

    /// <summary>Whether the value is a number (bool isn't one).</summary>
    public bool IsNumber => _element.ValueKind == JsonValueKind.Number || (_element.ValueKind == JsonValueKind.String && !IsString);

    /// <summary>Whether the value is a bool.</summary>
    public bool IsBoolean => _element.ValueKind is JsonValueKind.True or JsonValueKind.False;

    /// <summary>Whether the value is a list or a tuple.</summary>
    public bool IsList => TryGetItems(out _);

    /// <summary>Whether the value is a dictionary (a config or a serialised object).</summary>
    public bool IsDictionary => _element.ValueKind == JsonValueKind.Object && !IsList;

    /// <summary>An integer that fits 32 bits; 3.0 is one too.</summary>
    public int AsInt32()
    {
        if (_element.ValueKind == JsonValueKind.Number)
        {
            if (_element.TryGetInt32(out int value))
            {
                return value;
            }

            double number = _element.GetDouble();
            if (number == Math.Truncate(number) && number is >= int.MinValue and <= int.MaxValue)
            {
                return (int)number;
            }
        }

        throw Unexpected($"an integer from {int.MinValue} to {int.MaxValue}");
    }

    /// <summary>An integer that fits 64 bits; 3.0 is one too.</summary>
    public long AsInt64()
    {
        if (_element.ValueKind == JsonValueKind.Number)
        {
            if (_element.TryGetInt64(out long value))
            {
                return value;
            }

            double number = _element.GetDouble();
            if (number == Math.Truncate(number) && Math.Abs(number) < 9.2e18)
            {
                return (long)number;
            }
        }

        throw Unexpected("an integer of 64 bits");
    }

    /// <summary>A number, NaN and infinities included.</summary>
    public double AsDouble()
    {
        if (_element.ValueKind == JsonValueKind.Number)
        {
            return _element.GetDouble();
        }

        if (_element.ValueKind == JsonValueKind.String && PythonJson.IsWord(_element))
        {
            return PythonJson.Word(_element);
        }

        throw Unexpected("a number");
    }

    /// <summary>A number as float32.</summary>
    public float AsSingle() => (float)AsDouble();

    /// <summary>True or false.</summary>
    public bool AsBoolean() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when _element.TryGetInt32(out int number) && number is 0 or 1 => _element.GetInt32() == 1,
        _ => throw Unexpected("true or false"),
    };

    /// <summary>A string.</summary>
    public string AsString() => IsString ? _element.GetString()! : throw Unexpected("a string");

    /// <summary>Whether it is that string; nothing is allocated to find out.</summary>
    internal bool Is(string text) => _element.ValueKind == JsonValueKind.String && _element.ValueEquals(text);

    /// <summary>The place of a string in a list of allowed ones; case doesn't matter.</summary>
    public int AsOneOf(ReadOnlySpan<string> names)
    {
        if (_element.ValueKind == JsonValueKind.String)
        {
            for (int i = 0; i < names.Length; i++)
            {
                if (_element.ValueEquals(names[i]))
                {
                    return i;
                }
            }

            string text = _element.GetString()!;
            for (int i = 0; i < names.Length; i++)
            {
                if (string.Equals(text, names[i], StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }

        throw Unexpected($"one of '{string.Join("', '", names)}'");
    }

    /// <summary>The raw JSON, for what no other method describes.</summary>
    public JsonElement AsJson() => _element.Clone();

    /// <summary>An error that names the place.</summary>
    public KerasConfigException Error(string received, string expected)
    {
        _context.Leave(_depth);
        return new KerasConfigException(_context.Path, received, expected);
    }

    /// <summary>An error that names the place, what is there, and <paramref name="expected"/>.</summary>
    public KerasConfigException Unexpected(string expected) => Error($"the value is {Description()}", $"Expected {expected}.");

    private string Description()
    {
        string text = _element.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "None",
            JsonValueKind.String when PythonJson.IsWord(_element) => PythonJson.Word(_element).ToString(),
            _ => _element.GetRawText(),
        };
        return text.Length <= 100 ? text : text[..100] + "…";
    }
}
