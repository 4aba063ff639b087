using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>Resolves functions that a config names; Python code in a config is never run.</summary>
internal static class FunctionReader
{
    public static ConfigFunction<T> Read<T>(ConfigValue value, JsonElement element, ReadContext context, int depth)
        where T : Delegate
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Find<T>(value, element.GetString()!, null);
        }

        if (element.ValueKind == JsonValueKind.Object && SerializedObject.TryParse(element, out var parts))
        {
            string className = parts.ClassName.GetString()!;
            if (IsLambda(className))
            {
                throw Lambda(value);
            }

            if (className == "function" && parts.Config.ValueKind == JsonValueKind.String)
            {
                string? registered = parts.RegisteredName.ValueKind == JsonValueKind.String ? parts.RegisteredName.GetString() : null;
                var found = Find<T>(value, parts.Config.GetString()!, registered == "function" ? null : registered);
                string? module = parts.Module.ValueKind == JsonValueKind.String ? parts.Module.GetString() : null;
                return found.Custom is not null || module is null or "builtins" || PythonModules.IsKeras(module)
                    ? found
                    : throw value.Error(
                        $"the function '{found.Name}' of the Python module '{module}' is refused",
                        "Nothing is ever imported or run from a config: only Keras's own functions and registered ones are used. "
                        + $"If it is a custom function, supply its C# counterpart: customObjects.AddFunction(\"{found.Name}\", …).");
            }
        }

        throw value.Unexpected("a function: its name, or a dictionary with class_name 'function'");
    }

    public static bool IsLambda(ReadOnlySpan<char> className) => className.SequenceEqual("__lambda__");

    public static KerasConfigException Lambda(ConfigValue value) => value.Error(
        "it is Python code (a lambda), which is refused",
        "A file could do anything with it, so no code from a file is ever run. Use a named function in the model, supply its C# "
        + "counterpart (KerasObjects.RegisterFunction, or CustomObjects.AddFunction), and save the model again.");

    private static ConfigFunction<T> Find<T>(ConfigValue value, string name, string? registeredName)
        where T : Delegate
    {
        object? found = (registeredName is null ? null : KerasObjects.FindCustom(registeredName)) ?? KerasObjects.FindCustom(name);
        return found switch
        {
            T function => new ConfigFunction<T>(name, function),
            Delegate other => throw value.Error($"the custom function '{name}' is a {other.GetType().Name}", $"A {typeof(T).Name} is needed here."),
            _ => new ConfigFunction<T>(name, null),
        };
    }
}
