using Keratin.Serialization;

namespace Keratin.Models;

/// <summary>How a config names a symbol: <c>["dense", 0, 0]</c>, in Keras 3 also inside of a <c>__keras_tensor__</c>.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Call">The number of the layer's call.</param>
/// <param name="Output">The number of the call's output.</param>
internal readonly record struct SymbolReference(string Layer, int Call, int Output)
{
    public static SymbolReference Read(ConfigValue value) =>
        TryRead(value, out var reference) ? reference : throw value.Unexpected("a layer's name, the number of its call and the number of an output");

    /// <summary>Whether the value names a symbol; in Keras 2, a fourth element with arguments may follow.</summary>
    public static bool TryRead(ConfigValue value, out SymbolReference reference)
    {
        reference = default;
        if (value.IsDictionary)
        {
            var reader = value.AsReader();
            if (!reader.TryGet("class_name", out var kind) || !kind.Is("__keras_tensor__")) return false;
            return TryRead(reader["config"].AsReader()["keras_history"], out reference);
        }
        if (!value.IsList) return false;
        var items = value.AsArray(static item => item);
        if (items.Length is not (3 or 4) || !items[0].IsString || !items[1].IsNumber || !items[2].IsNumber) return false;
        reference = new(items[0].AsString(), items[1].AsInt32(), items[2].AsInt32());
        return true;
    }
}
