using System.Text;
using System.Text.Json;
using Keratin.Formats;
using Keratin.Formats.Npy;

namespace Keratin.Conformance.Vectors;

/// <summary>The tensors of a case by key: from its <c>strings</c>, or from the .npz beside, whose raw bits <c>dtypes</c> may give another type.</summary>
internal sealed class Arrays(NpzArchive archive, JsonElement @case)
{
    /// <summary>The tensor a string names; null where the case has null.</summary>
    public EagerTensor? Find(JsonElement key) => key.ValueKind == JsonValueKind.Null ? null : Get(key);

    /// <summary>The tensor that a string names, or the bytes whose hexadecimal text <c>{"hex": key}</c> names.</summary>
    public EagerTensor Get(JsonElement key) => key.ValueKind == JsonValueKind.Object ? FromHex(Get(key.GetProperty("hex"))) : Get(key.GetString()!);

    public EagerTensor Get(string key)
    {
        if (@case.TryGetProperty("strings", out var strings) && strings.TryGetProperty(key, out var text)) return Strings(text);
        DType? dtype = @case.TryGetProperty("dtypes", out var dtypes) && dtypes.TryGetProperty(key, out var name) ? DTypes.Parse(name.GetString()!) : null;
        return ToTensor(archive[key], dtype);
    }

    /// <summary>All keys of a list whose elements may be lists themselves, in order, null for null.</summary>
    public static List<JsonElement> Flatten(JsonElement list)
    {
        var flat = new List<JsonElement>();
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Array) flat.AddRange(Flatten(element));
            else flat.Add(element);
        }
        return flat;
    }

    /// <summary>The tensors of a list of keys that holds no null.</summary>
    public Tensor[] GetAll(JsonElement list) => Flatten(list).ConvertAll(Tensor (key) => Get(key)).ToArray();

    public static EagerTensor ToTensor(NpyArray array, DType? dtype = null)
    {
        var shape = Shape.Of(array.Shape);
        if (array.ElementType is ElementType.FixedString or ElementType.Utf32String) return Tensor.FromStrings(array.ToStrings(), shape);
        return Tensor.FromBytes(dtype ?? DTypeOf(array.ElementType), shape, array.Bytes.Span);
    }

    private static EagerTensor FromHex(EagerTensor text) =>
        new(DType.String, text.Shape, Array.ConvertAll(text.ToArray<string>(), object (hex) => Convert.FromHexString(hex)));

    private static EagerTensor Strings(JsonElement text)
    {
        bool base64 = text.TryGetProperty("base64", out var flag) && flag.GetBoolean();
        var values = new List<object>();
        foreach (var value in text.GetProperty("values").EnumerateArray())
            values.Add(base64 ? value.GetBytesFromBase64() : Encoding.UTF8.GetBytes(value.GetString()!));
        return new EagerTensor(DType.String, Json.ToShape(text.GetProperty("shape")), values.ToArray());
    }

    private static DType DTypeOf(ElementType type) => type switch
    {
        ElementType.Bool => DType.Bool,
        ElementType.Int8 => DType.Int8,
        ElementType.Int16 => DType.Int16,
        ElementType.Int32 => DType.Int32,
        ElementType.Int64 => DType.Int64,
        ElementType.UInt8 => DType.UInt8,
        ElementType.UInt16 => DType.UInt16,
        ElementType.UInt32 => DType.UInt32,
        ElementType.UInt64 => DType.UInt64,
        ElementType.Float16 => DType.Half,
        ElementType.Float32 => DType.Float32,
        ElementType.Float64 => DType.Float64,
        ElementType.Complex64 => DType.Complex64,
        ElementType.Complex128 => DType.Complex128,
        _ => throw new NotSupportedException($"Arrays of {type} are no tensors."),
    };
}
