namespace Keratin.Serialization;

/// <summary>A Python slice in the arguments of a call: <c>x[start:stop:step]</c>; null is left out.</summary>
/// <param name="Start">The first place.</param>
/// <param name="Stop">The place after the last.</param>
/// <param name="Step">The distance of places.</param>
public sealed record PythonSlice(object? Start, object? Stop, object? Step);

/// <summary>Python's <c>...</c> in the arguments of a call.</summary>
public sealed class PythonEllipsis
{
    private PythonEllipsis()
    {
    }

    /// <summary>The only one.</summary>
    public static PythonEllipsis Value { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "...";
}

/// <summary>Python values that configs hold under class names of their own.</summary>
internal static class PythonValues
{
    /// <summary>Reads <c>__tensor__</c>, <c>__numpy__</c>, <c>__bytes__</c>, <c>__slice__</c>, <c>__ellipsis__</c> or <c>function</c>; false for any other class.</summary>
    public static bool TryRead(ConfigValue value, string className, out object? result)
    {
        result = className switch
        {
            "__tensor__" or "__numpy__" => value.AsTensor(),
            "__bytes__" => System.Text.Encoding.UTF8.GetBytes(Part(value, "value").AsString()),
            "__slice__" => new PythonSlice(Part(value, "start").AsAny(), Part(value, "stop").AsAny(), Part(value, "step").AsAny()),
            "__ellipsis__" => PythonEllipsis.Value,
            "function" or "__lambda__" => value.AsCustomFunction<Delegate>(),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>Writes a slice, an ellipsis or bytes as Keras 3 does; false for any other value.</summary>
    public static bool TryWrite(ConfigWriter writer, object value)
    {
        Action<ConfigWriter>? config = value switch
        {
            PythonEllipsis => static _ => { },
            PythonSlice slice => w =>
            {
                w.Key("start"u8);
                w.Any(slice.Start);
                w.Key("stop"u8);
                w.Any(slice.Stop);
                w.Key("step"u8);
                w.Any(slice.Step);
            },
            byte[] bytes => w =>
            {
                w.Key("value"u8);
                w.Value(System.Text.Encoding.UTF8.GetString(bytes));
            },
            _ => null,
        };
        if (config is null)
        {
            return false;
        }

        writer.BeginObject();
        writer.Key("class_name"u8);
        writer.Value(value switch { PythonEllipsis => "__ellipsis__", PythonSlice => "__slice__", _ => "__bytes__" });
        writer.Key("config"u8);
        writer.BeginObject();
        config(writer);
        writer.EndObject();
        writer.EndObject();
        return true;
    }

    /// <summary>A part of the value's config; Keras 2 wrote bytes without one.</summary>
    private static ConfigValue Part(ConfigValue value, string key)
    {
        var reader = value.AsReader();
        return (reader.TryGet("config", out var config) ? config.AsReader() : reader)[key];
    }
}
