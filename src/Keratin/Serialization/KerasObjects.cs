using System.Collections.Concurrent;

namespace Keratin.Serialization;

/// <summary>
/// The classes and functions that files may mention: Keras's own, a generated table, and what was registered
/// (Keras: <c>register_keras_serializable</c>). Nothing else can come out of a file.
/// </summary>
public static partial class KerasObjects
{
    private static readonly ConcurrentDictionary<string, object> s_registered = new();
    private static readonly ConcurrentDictionary<Delegate, string> s_functionNames = new();
    private static bool s_hasRegistered;

    /// <summary>Registers a class under its registered name. Classes marked with <see cref="KerasObjectAttribute"/> do it themselves.</summary>
    public static void Register(KerasClass kerasClass)
    {
        s_registered[kerasClass.RegisteredName] = kerasClass;
        s_registered.TryAdd(kerasClass.Name, kerasClass);
        s_hasRegistered = true;
    }

    /// <summary>Registers a class by what makes an instance from its config.</summary>
    public static void Register<T>(string package, string name, Func<ConfigReader, T> read)
        where T : KerasObject =>
        Register(new KerasClass(typeof(T), name, read) { Package = package });

    /// <summary>Registers a function: an activation, a loss, a metric.</summary>
    public static void RegisterFunction(string package, string name, Delegate function)
    {
        s_registered[$"{package}>{name}"] = function;
        s_registered.TryAdd(name, function);
        s_hasRegistered = true;
        s_functionNames[function] = $"{package}>{name}";
    }

    /// <summary>An object by its name or alias, with its defaults (Keras: <c>initializers.get</c> and its like).</summary>
    /// <typeparam name="T">What the object has to be.</typeparam>
    /// <exception cref="KerasConfigException">Nothing has the name, or it can't be made without arguments.</exception>
    public static T Get<T>(string name)
        where T : KerasObject =>
        ObjectReader.Get<T>(name, new ReadContext(Dialects.Current, safeMode: true));

    /// <summary>Makes an object of Keras's own class of the function that a wrapper's config names under <c>fn</c>; never another wrapper, which would read the same again.</summary>
    internal static T ReadFunction<T>(string function, Type wrapper, ConfigReader config)
        where T : KerasObject =>
        FindBuiltIn(function, [], typeof(T)) is { } found && found.Type != wrapper ? (T)found.Read(config) : throw config.Error(
            $"'{function}' is unknown as a {typeof(T).Name.ToLowerInvariant()}",
            $"If it is a custom function, supply it: customObjects.AddFunction(\"{function}\", …), or KerasObjects.RegisterFunction before loading.");

    /// <summary>The name under which a function was registered, or null.</summary>
    public static string? NameOf(Delegate function) => s_functionNames.GetValueOrDefault(function);

    /// <summary>A function that was supplied as a custom object or registered, or null.</summary>
    /// <typeparam name="T">The function's type.</typeparam>
    public static T? FindFunction<T>(string name)
        where T : Delegate =>
        FindCustom(name) as T;

    /// <summary>What was supplied or registered under the name.</summary>
    internal static object? FindCustom(string name) =>
        CustomObjectScope.Find(name) ?? s_registered.GetValueOrDefault(name);

    /// <summary>Whether anything was supplied or registered, so that looking is worth while.</summary>
    internal static bool HasCustom => s_hasRegistered || CustomObjectScope.IsOpen;

    /// <summary>Keras's own class of that name which makes a <paramref name="type"/>; the module decides between homonyms.</summary>
    internal static KerasClass? FindBuiltIn(ReadOnlySpan<char> name, ReadOnlySpan<char> module, Type type)
    {
        var function = type.IsAssignableFrom(typeof(Layers.Operation)) ? Layers.KerasFunctions.OfKeras3(name.ToString())?.KerasClass : null;
        if (function is not null && module.StartsWith("keras.src.ops"))
        {
            return function;
        }

        KerasClass? best = null;
        var candidate = BuiltInClasses.Find(name);
        for (int i = 1; candidate is not null; i++)
        {
            if (type.IsAssignableFrom(candidate.Type) && (best is null || IsNearer(candidate, best, module)))
            {
                best = candidate;
            }

            candidate = BuiltInClasses.FindHomonym(name, i);
        }

        // Operations on symbols have names of layers, but are not meant where no module says so.
        return best ?? function;
    }

    // Beside keras.optimizers there is keras.optimizers.legacy, which is meant only where it is named.
    private static bool IsNearer(KerasClass candidate, KerasClass best, ReadOnlySpan<char> module)
    {
        int difference = PythonModules.Nearness(module, candidate.Module) - PythonModules.Nearness(module, best.Module);
        return difference > 0 || (difference == 0 && best.Module?.StartsWith($"{candidate.Module}.", StringComparison.Ordinal) == true);
    }
}
