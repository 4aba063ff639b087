using System.Globalization;
using System.Text;
using Keratin.Graphs;

namespace Keratin.Operations;

/// <summary>The value of an op's attribute (TensorFlow's <c>AttrValue</c>). Strings are bytes; <see cref="Text"/> decodes them.</summary>
public readonly struct AttrValue
{
    private readonly object? reference;
    private readonly long bits;

    private AttrValue(AttrKind kind, object? reference, long bits = 0) => (Kind, this.reference, this.bits) = (kind, reference, bits);

    /// <summary>What the value is.</summary>
    public AttrKind Kind { get; }

    /// <summary>The value of kind <c>int</c>.</summary>
    public long Int => Kind == AttrKind.Int ? bits : throw Wrong(AttrKind.Int);
    /// <summary>The value of kind <c>float</c>.</summary>
    public float Float => Kind == AttrKind.Float ? BitConverter.Int32BitsToSingle((int)bits) : throw Wrong(AttrKind.Float);
    /// <summary>The value of kind <c>bool</c>.</summary>
    public bool Bool => Kind == AttrKind.Bool ? bits != 0 : throw Wrong(AttrKind.Bool);
    /// <summary>The value of kind <c>type</c>.</summary>
    public DType Type => Kind == AttrKind.Type ? (DType)bits : throw Wrong(AttrKind.Type);
    /// <summary>The value of kind <c>string</c>.</summary>
    public byte[] Bytes => As<byte[]>(AttrKind.String);
    /// <summary>The value of kind <c>string</c>, decoded as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);
    /// <summary>The value of kind <c>shape</c>.</summary>
    public Shape Shape => As<Boxed>(AttrKind.Shape).Shape;
    /// <summary>The value of kind <c>tensor</c>.</summary>
    public EagerTensor Tensor => As<EagerTensor>(AttrKind.Tensor);
    /// <summary>The value of kind <c>func</c>.</summary>
    public FunctionGraph Func => As<FunctionGraph>(AttrKind.Func);
    /// <summary>The value of kind <c>list(int)</c>.</summary>
    public long[] Ints => As<long[]>(AttrKind.Ints);
    /// <summary>The value of kind <c>list(float)</c>.</summary>
    public float[] Floats => As<float[]>(AttrKind.Floats);
    /// <summary>The value of kind <c>list(bool)</c>.</summary>
    public bool[] Bools => As<bool[]>(AttrKind.Bools);
    /// <summary>The value of kind <c>list(type)</c>.</summary>
    public DType[] Types => As<DType[]>(AttrKind.Types);
    /// <summary>The value of kind <c>list(string)</c>.</summary>
    public byte[][] Strings => As<byte[][]>(AttrKind.Strings);
    /// <summary>The value of kind <c>list(shape)</c>.</summary>
    public Shape[] Shapes => As<Shape[]>(AttrKind.Shapes);
    /// <summary>The value of kind <c>list(func)</c>.</summary>
    public FunctionGraph[] Funcs => As<FunctionGraph[]>(AttrKind.Funcs);

    /// <summary>An <c>int</c>.</summary>
    public static implicit operator AttrValue(long value) => new(AttrKind.Int, null, value);
    /// <summary>An <c>int</c>.</summary>
    public static implicit operator AttrValue(int value) => new(AttrKind.Int, null, value);
    /// <summary>A <c>float</c>.</summary>
    public static implicit operator AttrValue(float value) => new(AttrKind.Float, null, BitConverter.SingleToInt32Bits(value));
    /// <summary>A <c>bool</c>.</summary>
    public static implicit operator AttrValue(bool value) => new(AttrKind.Bool, null, value ? 1 : 0);
    /// <summary>A <c>type</c>.</summary>
    public static implicit operator AttrValue(DType value) => new(AttrKind.Type, null, (long)value);
    /// <summary>A <c>string</c>, encoded as UTF-8.</summary>
    public static implicit operator AttrValue(string value) => new(AttrKind.String, Encoding.UTF8.GetBytes(value));
    /// <summary>A <c>string</c> of bytes.</summary>
    public static implicit operator AttrValue(byte[] value) => new(AttrKind.String, value);
    /// <summary>A <c>shape</c>.</summary>
    public static implicit operator AttrValue(Shape value) => new(AttrKind.Shape, new Boxed(value));
    /// <summary>A <c>tensor</c>.</summary>
    public static implicit operator AttrValue(EagerTensor value) => new(AttrKind.Tensor, value);
    /// <summary>A <c>func</c>.</summary>
    public static implicit operator AttrValue(FunctionGraph value) => new(AttrKind.Func, value);
    /// <summary>A <c>list(int)</c>.</summary>
    public static implicit operator AttrValue(long[] value) => new(AttrKind.Ints, value);
    /// <summary>A <c>list(int)</c>.</summary>
    public static implicit operator AttrValue(int[] value) => new(AttrKind.Ints, Array.ConvertAll(value, static i => (long)i));
    /// <summary>A <c>list(float)</c>.</summary>
    public static implicit operator AttrValue(float[] value) => new(AttrKind.Floats, value);
    /// <summary>A <c>list(bool)</c>.</summary>
    public static implicit operator AttrValue(bool[] value) => new(AttrKind.Bools, value);
    /// <summary>A <c>list(type)</c>.</summary>
    public static implicit operator AttrValue(DType[] value) => new(AttrKind.Types, value);
    /// <summary>A <c>list(string)</c>.</summary>
    public static implicit operator AttrValue(string[] value) => new(AttrKind.Strings, Array.ConvertAll(value, Encoding.UTF8.GetBytes));
    /// <summary>A <c>list(string)</c> of bytes.</summary>
    public static implicit operator AttrValue(byte[][] value) => new(AttrKind.Strings, value);
    /// <summary>A <c>list(shape)</c>.</summary>
    public static implicit operator AttrValue(Shape[] value) => new(AttrKind.Shapes, value);
    /// <summary>A <c>list(func)</c>.</summary>
    public static implicit operator AttrValue(FunctionGraph[] value) => new(AttrKind.Funcs, value);

    /// <summary>The elements of a list of any kind as an array; null for a single value.</summary>
    public Array? List => reference as Array is { } array && Kind >= AttrKind.Ints ? array : null;

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        AttrKind.None => "none",
        AttrKind.Int => Int.ToString(CultureInfo.InvariantCulture),
        AttrKind.Float => Float.ToString(CultureInfo.InvariantCulture),
        AttrKind.Bool => Bool ? "true" : "false",
        AttrKind.Type => Type.Name(),
        AttrKind.String => $"\"{Text}\"",
        AttrKind.Shape => Shape.ToString(),
        AttrKind.Func => Func.Name,
        AttrKind.Ints => $"[{string.Join(", ", Ints)}]",
        AttrKind.Floats => $"[{string.Join(", ", Floats)}]",
        AttrKind.Types => $"[{string.Join(", ", Array.ConvertAll(Types, DTypes.Name))}]",
        _ => reference?.ToString() ?? "",
    };

    private T As<T>(AttrKind wanted) where T : class => Kind == wanted ? (T)reference! : throw Wrong(wanted);

    private InvalidOperationException Wrong(AttrKind wanted) => new($"The attribute is of kind {Kind}, not {wanted}.");

    private sealed record Boxed(Shape Shape);
}

/// <summary>The kinds of attribute values; lists come last.</summary>
public enum AttrKind : byte
{
    /// <summary>No value.</summary>
    None,
    /// <summary>64-bit integer.</summary>
    Int,
    /// <summary>32-bit float.</summary>
    Float,
    /// <summary>Truth value.</summary>
    Bool,
    /// <summary>A dtype.</summary>
    Type,
    /// <summary>A byte string.</summary>
    String,
    /// <summary>A shape.</summary>
    Shape,
    /// <summary>A constant tensor.</summary>
    Tensor,
    /// <summary>A function.</summary>
    Func,
    /// <summary>List of integers.</summary>
    Ints,
    /// <summary>List of floats.</summary>
    Floats,
    /// <summary>List of truth values.</summary>
    Bools,
    /// <summary>List of dtypes.</summary>
    Types,
    /// <summary>List of byte strings.</summary>
    Strings,
    /// <summary>List of shapes.</summary>
    Shapes,
    /// <summary>List of functions.</summary>
    Funcs,
}
