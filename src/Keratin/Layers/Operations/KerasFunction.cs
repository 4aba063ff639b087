using System.Text.Json;

namespace Keratin.Layers;

/// <summary>A line of <see cref="KerasFunctions"/>.</summary>
/// <param name="Ops">The ops that are just this function, inputs in the same order.</param>
/// <param name="Keras3">How Keras 3 calls it; null if it doesn't have it.</param>
/// <param name="TensorFlow">How TensorFlow calls it in Keras 2's files; null if those can't hold it.</param>
/// <param name="Aliases">TensorFlow's other names.</param>
internal sealed record KerasFunction(string[] Ops, FunctionSignature? Keras3, FunctionSignature? TensorFlow, string[] Aliases)
{
    /// <summary>How Keras 3 knows the function's class.</summary>
    public Serialization.KerasClass? KerasClass => kerasClass ??= Keras3 is null ? null : Operation.ClassOf(this);
    private Serialization.KerasClass? kerasClass;

    public static KerasFunction Parse(string line)
    {
        string[] columns = line.Split('|', StringSplitOptions.TrimEntries);
        string names = columns[2];
        int end = names.IndexOf(')') + 1;
        return new(Words(columns[0]), FunctionSignature.Parse(columns[1]), FunctionSignature.Parse(names[..end]), Words(names[end..]));
    }

    /// <summary>The name for messages: <c>keras.ops' Mean</c>, or <c>tf.math.xlogy</c>.</summary>
    public override string ToString() => Keras3?.Name ?? $"tf.{TensorFlow?.Name}";

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A function's name and parameters on one side.</summary>
/// <param name="Module">The module below <c>keras.src.ops</c>, or empty.</param>
/// <param name="Name">The class's or the function's name.</param>
/// <param name="Operands">The names of what it is applied to.</param>
/// <param name="Settings">Its settings, those of both sides first.</param>
internal sealed record FunctionSignature(string Module, string Name, string[] Operands, FunctionSetting[] Settings)
{
    /// <summary>The settings that the other side has, too, in the order of both.</summary>
    public IEnumerable<FunctionSetting> Common => Settings.Where(static setting => !setting.IsFixed);

    /// <summary>The settings that only this side has.</summary>
    public IEnumerable<FunctionSetting> Own => Settings.Where(static setting => setting.IsFixed);

    public static FunctionSignature? Parse(string text)
    {
        int open = text.IndexOf('(');
        if (open < 0) return null;
        string[] parameters = text[(open + 1)..^1].Split(';');
        string[] settings = parameters.Length > 1 ? parameters[1].Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        // The class's module stands before a single dot; TensorFlow's names have dots of their own.
        string name = text[..open];
        int dot = char.IsUpper(name[name.LastIndexOf('.') + 1]) ? name.LastIndexOf('.') : -1;
        return new(dot < 0 ? "" : name[..dot], name[(dot + 1)..], parameters[0].Split(' '), Array.ConvertAll(settings, FunctionSetting.Parse));
    }
}

/// <summary>A setting of a function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">The value that it must have, or that holds where it isn't given.</param>
/// <param name="IsFixed">Whether it must have the value.</param>
/// <param name="IsRequired">Whether it must be given.</param>
/// <param name="IsList">Whether a single value must be a list.</param>
/// <param name="IsUpper">Whether text is in capitals.</param>
internal sealed record FunctionSetting(string Name, object? Value, bool IsFixed, bool IsRequired, bool IsList, bool IsUpper)
{
    public static FunctionSetting Parse(string text)
    {
        int mark = text.IndexOfAny(['=', '!', '?']);
        string name = mark < 0 ? text : text[..mark];
        object? value = mark < 0 ? null : Literal(text[(mark + 1)..]);
        bool isList = name.EndsWith("[]", StringComparison.Ordinal), isUpper = name.EndsWith('^');
        return new(isList ? name[..^2] : isUpper ? name[..^1] : name, value, mark >= 0 && text[mark] != '?', mark >= 0 && text[mark] == '!', isList, isUpper);
    }

    /// <summary>Whether a value that is given is the one that the setting must have.</summary>
    public bool Allows(object? given) => Equals(Plain(given), Plain(Value));

    private static object? Plain(object? value) => value is long or int or float ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : value;

    private static object? Literal(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null => null,
            JsonValueKind.String => json.RootElement.GetString(),
            _ => json.RootElement.TryGetInt64(out long number) ? (object)number : json.RootElement.GetDouble(),
        };
    }
}
