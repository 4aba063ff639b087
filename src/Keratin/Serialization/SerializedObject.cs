using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Keratin.Serialization;

/// <summary>
/// The parts of a serialised object. Keras 3 and Keras 2 since 2.13 write them all
/// (<c>module, class_name, config, registered_name, build_config, compile_config, shared_object_id</c>),
/// the legacy form only <c>class_name</c> and <c>config</c>.
/// </summary>
internal readonly ref struct SerializedObject
{
    private SerializedObject(JsonElement className, JsonElement config, JsonElement module, JsonElement registeredName, JsonElement build, JsonElement compile, JsonElement sharedId)
    {
        ClassName = className;
        Config = config;
        Module = module;
        RegisteredName = registeredName;
        BuildConfig = build;
        CompileConfig = compile;
        SharedId = sharedId;
    }

    public JsonElement ClassName { get; }

    public JsonElement Config { get; }

    public JsonElement Module { get; }

    public JsonElement RegisteredName { get; }

    public JsonElement BuildConfig { get; }

    public JsonElement CompileConfig { get; }

    public JsonElement SharedId { get; }

    /// <summary>Takes the object apart; false when it has no class name or config.</summary>
    public static bool TryParse(JsonElement element, out SerializedObject result)
    {
        JsonElement className = default, config = default, module = default, registeredName = default;
        JsonElement build = default, compile = default, sharedId = default;
        foreach (var property in element.EnumerateObject())
        {
            var key = JsonMarshal.GetRawUtf8PropertyName(property);
            switch (key.Length)
            {
                case 6 when key.SequenceEqual("config"u8): config = property.Value; break;
                case 6 when key.SequenceEqual("module"u8): module = property.Value; break;
                case 10 when key.SequenceEqual("class_name"u8): className = property.Value; break;
                case 15 when key.SequenceEqual("registered_name"u8): registeredName = property.Value; break;
                case 12 when key.SequenceEqual("build_config"u8): build = property.Value; break;
                case 14 when key.SequenceEqual("compile_config"u8): compile = property.Value; break;
                case 16 when key.SequenceEqual("shared_object_id"u8): sharedId = property.Value; break;
            }
        }

        result = new SerializedObject(className, config, module, registeredName, build, compile, sharedId);
        return className.ValueKind == JsonValueKind.String && config.ValueKind != JsonValueKind.Undefined;
    }

    /// <summary>Decodes a short string without making one, where <paramref name="buffer"/> suffices; empty for anything but a string.</summary>
    public static ReadOnlySpan<char> Text(JsonElement element, Span<char> buffer)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return [];
        }

        var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        return raw.Length > buffer.Length || raw.Contains((byte)'\\')
            ? element.GetString()
            : buffer[..Encoding.UTF8.GetChars(raw, buffer)];
    }
}
