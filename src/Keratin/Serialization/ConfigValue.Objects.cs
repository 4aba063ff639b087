using System.Text.Json;

namespace Keratin.Serialization;

/// <content>Keras objects and functions.</content>
public readonly partial struct ConfigValue
{
    /// <summary>A Keras object in any of its serialised forms, or its name (<c>"zeros"</c>).</summary>
    /// <typeparam name="T">What the object has to be.</typeparam>
    /// <exception cref="KerasConfigException">It is unknown, another kind of object, or its config is wrong.</exception>
    public T AsObject<T>()
        where T : KerasObject =>
        ObjectReader.Read<T>(this, _element, _context, _depth);

    /// <summary>Whether the value names a function rather than a class: a string, or a dictionary of class_name 'function' or '__lambda__'.</summary>
    public bool IsFunction =>
        IsString
        || (_element.ValueKind == JsonValueKind.Object && _element.TryGetProperty("class_name"u8, out var name) && name.ValueKind == JsonValueKind.String
            && (name.ValueEquals("function"u8) || name.ValueEquals("__lambda__"u8)));

    /// <summary>A tensor: <c>__tensor__</c>, <c>__numpy__</c>, a number, or nested lists of numbers (float32 unless told).</summary>
    public EagerTensor AsTensor() => ConfigTensors.Read(this);

    /// <summary>
    /// A function, in any of its serialised forms, by its name; with the function itself where it was supplied as a custom object.
    /// </summary>
    /// <typeparam name="T">The function's type.</typeparam>
    /// <exception cref="KerasConfigException">It is Python code or lives in a module that isn't Keras's, or is of another type.</exception>
    public ConfigFunction<T> AsFunction<T>()
        where T : Delegate =>
        FunctionReader.Read<T>(this, _element, _context, _depth);

    /// <summary>A function that has to be supplied as a custom object.</summary>
    /// <inheritdoc cref="AsFunction{T}"/>
    public T AsCustomFunction<T>()
        where T : Delegate
    {
        var function = AsFunction<T>();
        return function.Custom ?? throw Error(
            $"the function '{function.Name}' is unknown",
            $"Supply it: customObjects.AddFunction(\"{function.Name}\", …), or KerasObjects.RegisterFunction before loading.");
    }
}

/// <summary>A function that a config names.</summary>
/// <typeparam name="T">The function's type.</typeparam>
/// <param name="Name">Its name, or registered name.</param>
/// <param name="Custom">The function, where it was supplied as a custom object; null where the name is to be one of Keras's own.</param>
public readonly record struct ConfigFunction<T>(string Name, T? Custom)
    where T : Delegate;
