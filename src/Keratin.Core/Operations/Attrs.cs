namespace Keratin.Operations;

/// <summary>The attributes of one op, by name. What was not given has the default of the op's definition. Immutable.</summary>
public sealed class Attrs
{
    private readonly OpDef op;
    private readonly (string Name, AttrValue Value)[] given;

    /// <summary>Attributes for an op.</summary>
    public Attrs(OpDef op, params ReadOnlySpan<(string Name, AttrValue Value)> given)
    {
        this.op = op;
        this.given = given.ToArray();
    }

    /// <summary>Those that were given explicitly.</summary>
    public ReadOnlySpan<(string Name, AttrValue Value)> Given => given;

    /// <summary>The value given, or the definition's default; false if there is neither.</summary>
    public bool TryGet(string name, out AttrValue value)
    {
        foreach (var (candidate, given) in given)
            if (candidate == name)
            {
                value = given;
                return true;
            }
        if (op.FindAttr(name) is { Default.Kind: not AttrKind.None } attr)
        {
            value = attr.Default;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The value given, or the definition's default.</summary>
    /// <exception cref="ArgumentException">The attribute was not given and has no default.</exception>
    public AttrValue this[string name] => TryGet(name, out var value) ? value
        : throw new ArgumentException($"Op {op.Name} needs the attribute '{name}', which was not given and has no default.");

    /// <summary>An <c>int</c>.</summary>
    public long Int(string name) => this[name].Int;
    /// <summary>An <c>int</c> that fits 32 bits.</summary>
    public int Int32(string name) => checked((int)this[name].Int);
    /// <summary>A <c>float</c>.</summary>
    public float Float(string name) => this[name].Float;
    /// <summary>A <c>bool</c>.</summary>
    public bool Bool(string name) => this[name].Bool;
    /// <summary>A <c>type</c>.</summary>
    public DType Type(string name) => this[name].Type;
    /// <summary>A <c>string</c>, decoded as UTF-8.</summary>
    public string Text(string name) => this[name].Text;
    /// <summary>A <c>list(int)</c>.</summary>
    public long[] Ints(string name) => this[name].Ints;
    /// <summary>A <c>shape</c>.</summary>
    public Shape Shape(string name) => this[name].Shape;
}
