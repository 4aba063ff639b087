namespace Keratin.Serialization;

/// <content>Nullable values, lists, dictionaries, functions, and values of any type.</content>
public sealed partial class ConfigWriter
{
    /// <summary>Writes a bool or None.</summary>
    public void Value(bool? value)
    {
        if (value is { } known)
        {
            Value(known);
        }
        else
        {
            Null();
        }
    }

    /// <summary>Writes an integer or None.</summary>
    public void Value(long? value)
    {
        if (value is { } known)
        {
            Value(known);
        }
        else
        {
            Null();
        }
    }

    /// <summary>Writes a number or None.</summary>
    public void Value(double? value)
    {
        if (value is { } known)
        {
            Value(known);
        }
        else
        {
            Null();
        }
    }

    /// <summary>Writes a number or None.</summary>
    public void Value(float? value)
    {
        if (value is { } known)
        {
            Value(known);
        }
        else
        {
            Null();
        }
    }

    /// <summary>Writes a list of integers.</summary>
    public void Value(ReadOnlySpan<int> values)
    {
        BeginList();
        foreach (int value in values)
        {
            Value(value);
        }

        EndList();
    }

    /// <summary>Writes a shape: a list in which None is an unknown size; None when not even the rank is known.</summary>
    public void Value(Shape shape)
    {
        if (!shape.HasRank)
        {
            Null();
            return;
        }

        BeginList();
        foreach (long size in shape.Dims)
        {
            Value(size < 0 ? null : (long?)size);
        }

        EndList();
    }

    /// <summary>Writes a dtype's name.</summary>
    public void Value(DType dtype) => Value(dtype.Name());

    /// <summary>Writes a tensor: a scalar as a number, any other as NumPy's arrays are written (<c>__numpy__</c>).</summary>
    public void Value(EagerTensor? tensor) => ConfigTensors.Write(this, tensor, "__numpy__");

    /// <summary>Writes a tensor: these dialects know it as one (<c>__tensor__</c>), others as NumPy's array.</summary>
    public void Tensor(EagerTensor? tensor, Dialect dialects) => ConfigTensors.Write(this, tensor, (dialects & Dialect) != 0 ? "__tensor__" : "__numpy__");

    /// <summary>Writes a value of a type that writes itself, or None.</summary>
    public void Value<T>(T? value)
        where T : IConfigValue<T>
    {
        if (value is null)
        {
            Null();
        }
        else
        {
            value.WriteConfig(this);
        }
    }

    /// <summary>Writes a function that was registered or supplied, by its name.</summary>
    /// <exception cref="KerasConfigException">The function has no name.</exception>
    public void Function(Delegate? function)
    {
        if (function is null)
        {
            Null();
            return;
        }

        Function(KerasObjects.NameOf(function) ?? throw new KerasConfigException(
            "", $"a function ({function.GetType().Name}) has no name that a file could hold", "Register it with KerasObjects.RegisterFunction."));
    }

    /// <summary>Writes a custom function by its name, in the form that refers to no module.</summary>
    public void Function(string name)
    {
        if (Form == ObjectForm.Legacy)
        {
            Value(name);
            return;
        }

        BeginObject();
        Key("module"u8);
        Value("builtins");
        Key("class_name"u8);
        Value("function");
        Key("config"u8);
        Value(name);
        Key("registered_name"u8);
        Value("function");
        EndObject();
    }

    /// <summary>Writes a value as it stands in another config.</summary>
    internal void Json(System.Text.Json.JsonElement value) => Raw(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));

    /// <summary>Writes what <see cref="ConfigValue.AsAny"/> reads.</summary>
    /// <exception cref="KerasConfigException">The value is of another type.</exception>
    public void Any(object? value)
    {
        switch (value)
        {
            case null: Null(); break;
            case bool flag: Value(flag); break;
            case int or long or short or byte: Value(Convert.ToInt64(value)); break;
            case float single: Value(single); break;
            case double number: Value(number); break;
            case string text: Value(text); break;
            case KerasObject keras: Object(keras); break;
            case Delegate function: Function(function); break;
            case EagerTensor tensor: Value(tensor); break;
            case PythonSlice or PythonEllipsis or byte[]: PythonValues.TryWrite(this, value); break;
            case IReadOnlyDictionary<string, object?> dictionary:
                BeginObject();
                foreach (var (key, item) in dictionary)
                {
                    Key(key);
                    Any(item);
                }

                EndObject();
                break;
            case System.Collections.IEnumerable items:
                BeginList();
                foreach (object? item in items)
                {
                    Any(item);
                }

                EndList();
                break;
            default:
                throw new KerasConfigException("", $"a value of type {value.GetType().Name} can't be written to a config", "Use numbers, strings, bools, lists, dictionaries or Keras objects.");
        }
    }
}
