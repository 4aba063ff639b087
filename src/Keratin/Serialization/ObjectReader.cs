using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>
/// Makes objects out of their serialised forms (Keras: <c>deserialize_keras_object</c>). A class resolves only through custom
/// objects, registrations and Keras's own table; a module's name is compared, never imported.
/// </summary>
internal static class ObjectReader
{
    private const int NameBuffer = 128;

    public static T Read<T>(ConfigValue value, JsonElement element, ReadContext context, int depth)
        where T : KerasObject
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Get<T>(element.GetString()!, context, depth);
        }

        if (element.ValueKind != JsonValueKind.Object || !SerializedObject.TryParse(element, out var parts))
        {
            throw value.Unexpected($"{Kind<T>()}: its name, or a dictionary with class_name and config");
        }

        bool isShared = parts.SharedId.ValueKind == JsonValueKind.Number && parts.SharedId.TryGetInt64(out _);
        var kerasClass = Resolve<T>(value, parts);
        if (isShared && context.Shared.TryGetValue(parts.SharedId.GetInt64(), out var known) && known is T shared
            && (shared.Class is null || ReferenceEquals(shared.Class, kerasClass)))
        {
            // Python's ids return once an object is gone: two that share one may still be of different classes.
            return shared;
        }

        var result = Make<T>(kerasClass, parts.Config, context, depth);
        if (parts.BuildConfig.ValueKind == JsonValueKind.Object)
        {
            context.Enter(depth, "build_config");
            result.ReadBuildConfig(new ConfigReader(parts.BuildConfig, context, depth + 1));
        }

        if (parts.CompileConfig.ValueKind == JsonValueKind.Object)
        {
            context.Enter(depth, "compile_config");
            result.ReadCompileConfig(new ConfigReader(parts.CompileConfig, context, depth + 1));
        }

        if (isShared)
        {
            context.Shared[parts.SharedId.GetInt64()] = result;
        }

        return result;
    }

    /// <summary>An object by its name, with its defaults.</summary>
    public static T Get<T>(string name, ReadContext context, int depth = 0)
        where T : KerasObject
    {
        var kerasClass = KerasObjects.FindCustom(name) as KerasClass ?? KerasObjects.FindBuiltIn(name, [], typeof(T));
        return Make<T>(kerasClass ?? throw Unknown<T>(new ConfigValue(default, context, depth), name), EmptyConfig, context, depth);
    }

    private static JsonElement EmptyConfig { get; } = PythonJson.Parse("{}"u8.ToArray()).RootElement;

    private static T Make<T>(KerasClass kerasClass, JsonElement config, ReadContext context, int depth)
        where T : KerasObject
    {
        // The outermost object's own config is where paths start.
        if (depth > 0)
        {
            context.Enter(depth++, "config");
        }

        var value = new ConfigValue(config, context, depth);
        if (config.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Array))
        {
            throw value.Unexpected($"the config of a {kerasClass.Name}, a dictionary");
        }

        try
        {
            var reader = new ConfigReader(config.ValueKind == JsonValueKind.Null ? EmptyConfig : config, context, depth);
            return kerasClass.Read(reader) as T
                ?? throw value.Unexpected($"{Kind<T>()}, but '{kerasClass}' makes something else");
        }
        catch (ArgumentException e)
        {
            context.Leave(depth);
            string key = e.ParamName is { } name ? SnakeCase.Of(name) : "";
            string path = context.Path;
            throw new KerasConfigException(
                path.Length > 0 && key.Length > 0 ? $"{path}.{key}" : path + key,
                $"{kerasClass.Name} refuses its config",
                e.Message,
                e);
        }
    }

    private static KerasClass Resolve<T>(ConfigValue value, SerializedObject parts)
        where T : KerasObject
    {
        Span<char> nameBuffer = stackalloc char[NameBuffer];
        Span<char> moduleBuffer = stackalloc char[NameBuffer];
        Span<char> registeredBuffer = stackalloc char[NameBuffer];
        var name = SerializedObject.Text(parts.ClassName, nameBuffer);
        var module = SerializedObject.Text(parts.Module, moduleBuffer);
        var registered = SerializedObject.Text(parts.RegisteredName, registeredBuffer);

        // As in Keras: what is registered comes first; a registered name of null says that it is one of Keras's own.
        bool isLegacy = parts.Module.ValueKind == JsonValueKind.Undefined;
        bool isCustom = registered.Length > 0 && !registered.SequenceEqual(name);
        bool mayBeCustom = registered.Length > 0 || parts.RegisteredName.ValueKind == JsonValueKind.Undefined || !PythonModules.IsKeras(module);
        if (mayBeCustom && KerasObjects.HasCustom)
        {
            string custom = (registered.Length > 0 ? registered : name).ToString();
            string bare = custom[(custom.LastIndexOf('>') + 1)..];
            if ((KerasObjects.FindCustom(custom) ?? KerasObjects.FindCustom(bare)) is KerasClass found)
            {
                return found;
            }
        }

        if (name.StartsWith("__"))
        {
            throw FunctionReader.IsLambda(name)
                ? FunctionReader.Lambda(value)
                : value.Unexpected($"{Kind<T>()}");
        }

        if (!isLegacy && module.Length > 0 && !PythonModules.IsKeras(module))
        {
            throw Refused(value, name, module);
        }

        // The legacy form puts a package even before the names of Keras's own optimizers: Custom>Adam.
        var plain = isLegacy && name.StartsWith("Custom>") ? name["Custom>".Length..] : name;
        // The optimizers of before Keras 2.11 go without it, and are known by their decay.
        if (isLegacy && typeof(T) == typeof(Optimizers.Optimizer) && parts.Config.ValueKind == JsonValueKind.Object && parts.Config.TryGetProperty("decay", out _))
        {
            module = "keras.optimizers.legacy";
        }

        return (isCustom || (!isLegacy && module.Length == 0) ? null : KerasObjects.FindBuiltIn(plain, module, typeof(T)))
            ?? throw Unknown<T>(value, (registered.Length > 0 ? registered : name).ToString());
    }

    private static KerasConfigException Unknown<T>(ConfigValue value, string name)
    {
        string identifier = name[(name.LastIndexOf('>') + 1)..];
        return value.Error(
            $"'{name}' is unknown as {Kind<T>()}",
            $"If it is a custom class, supply it in one of three ways: pass customObjects: new CustomObjects {{ {{ \"{name}\", {identifier}.KerasClass }} }} to the call that loads; "
            + "wrap that call in using (new CustomObjectScope(…)); or mark the class with [KerasObject], or call KerasObjects.Register, before loading.");
    }

    private static KerasConfigException Refused(ConfigValue value, ReadOnlySpan<char> name, ReadOnlySpan<char> module) =>
        value.Error(
            $"the class '{name}' of the Python module '{module}' is refused",
            "Nothing is ever imported or run from a config: only Keras's own classes and registered custom objects are made. "
            + $"If it is a custom class, supply its C# counterpart as the custom object '{name}'.");

    private static string Kind<T>()
    {
        string name = typeof(T) == typeof(KerasObject) ? "Keras object" : typeof(T).Name.ToLowerInvariant();
        return ("aeio".Contains(name[0]) ? "an " : "a ") + name;
    }
}
