using System.Text.Json;

namespace Keratin.Serialization;

/// <content>Lists, tuples, dictionaries, and values of any type.</content>
public readonly partial struct ConfigValue
{
    /// <summary>A list or tuple; its items are read by <paramref name="read"/>.</summary>
    public T[] AsArray<T>(Func<ConfigValue, T> read)
    {
        if (!TryGetItems(out var items))
        {
            throw Unexpected("a list");
        }

        var result = new T[items.GetArrayLength()];
        int i = 0;
        foreach (var item in items.EnumerateArray())
        {
            _context.Enter(_depth, null, i);
            result[i++] = read(new ConfigValue(item, _context, _depth + 1));
        }

        return result;
    }

    /// <summary>Integers: a list or tuple of them, or a single one.</summary>
    public int[] AsInts() => IsNumber ? [AsInt32()] : AsArray(static item => item.AsInt32());

    /// <summary>Two values, or one that stands for both.</summary>
    public (T, T) AsPair<T>(Func<ConfigValue, T> read)
    {
        if (!TryGetItems(out _))
        {
            var value = read(this);
            return (value, value);
        }

        return AsArray(read) is [var first, var second] ? (first, second) : throw Unexpected("one value or two");
    }

    /// <summary>Three values, or one that stands for all.</summary>
    public (T, T, T) AsTriple<T>(Func<ConfigValue, T> read)
    {
        if (!TryGetItems(out _))
        {
            var value = read(this);
            return (value, value, value);
        }

        return AsArray(read) is [var first, var second, var third] ? (first, second, third) : throw Unexpected("one value or three");
    }

    /// <summary>A shape: a list of sizes where None is unknown, or None when not even the rank is known.</summary>
    public Shape AsShape()
    {
        if (IsNull || (_element.ValueKind == JsonValueKind.Object && _element.TryGetProperty("items"u8, out var none) && none.ValueKind == JsonValueKind.Null))
        {
            return Shape.Unknown;
        }

        return Shape.Create(AsArray(static item =>
        {
            long size = item.IsNull ? -1 : item.AsInt64();
            return size >= (item.IsNull ? -1 : 0) ? size : throw item.Unexpected("a size of 0 or more, or None");
        }));
    }

    /// <summary>A dtype by its name (<c>float32</c>).</summary>
    public DType AsDType() =>
        IsString && DTypes.TryParse(_element.GetString(), out var dtype) ? dtype : throw Unexpected("the name of a dtype, such as float32");

    /// <summary>A dictionary with string keys.</summary>
    public Dictionary<string, T> AsDictionary<T>(Func<ConfigValue, T> read)
    {
        if (!IsDictionary)
        {
            throw Unexpected("a dictionary");
        }

        var result = new Dictionary<string, T>();
        foreach (var property in _element.EnumerateObject())
        {
            _context.Enter(_depth, property.Name);
            result[property.Name] = read(new ConfigValue(property.Value, _context, _depth + 1));
        }

        return result;
    }

    /// <summary>A reader over a dictionary.</summary>
    public ConfigReader AsReader() => IsDictionary ? new ConfigReader(_element, _context, _depth) : throw Unexpected("a dictionary");

    /// <summary>
    /// Whatever it is: null, bool, long, double, string, <c>object?[]</c>, <c>Dictionary&lt;string, object?&gt;</c>,
    /// the <see cref="KerasObject"/> that a serialised object describes, an <see cref="EagerTensor"/>, a custom function,
    /// a <see cref="PythonSlice"/>, <see cref="PythonEllipsis"/>, or bytes.
    /// </summary>
    public object? AsAny()
    {
        switch (_element.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                return AsBoolean();
            case JsonValueKind.Number:
                return _element.TryGetInt64(out long integer) ? integer : (object)_element.GetDouble();
            case JsonValueKind.String:
                return IsString ? AsString() : AsDouble();
            default:
                if (IsList)
                {
                    return AsArray(static item => item.AsAny());
                }

                if (!_element.TryGetProperty("class_name"u8, out var name) || name.ValueKind != JsonValueKind.String)
                {
                    return AsDictionary(static item => item.AsAny());
                }

                return PythonValues.TryRead(this, name.GetString()!, out object? special) ? special
                    : _element.TryGetProperty("config"u8, out _) ? AsObject<KerasObject>()
                    : AsDictionary(static item => item.AsAny());
        }
    }

    /// <summary>The items of a list, of a tuple (<c>__tuple__</c>) or of a shape (<c>TensorShape</c>).</summary>
    private bool TryGetItems(out JsonElement items)
    {
        items = _element;
        return _element.ValueKind == JsonValueKind.Array
            || (_element.ValueKind == JsonValueKind.Object
                && _element.TryGetProperty("items"u8, out items)
                && items.ValueKind == JsonValueKind.Array
                && _element.TryGetProperty("class_name"u8, out var name)
                && name.ValueKind == JsonValueKind.String
                && (name.ValueEquals("__tuple__"u8) || name.ValueEquals("TensorShape"u8)));
    }
}
