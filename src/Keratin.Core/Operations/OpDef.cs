namespace Keratin.Operations;

/// <summary>The signature of a TensorFlow op: its inputs, outputs and attributes. Read from data, one line an op.</summary>
public sealed class OpDef
{
    private Attrs? noAttrs;

    internal OpDef(string name, OpArg[] inputs, OpArg[] outputs, OpAttr[] attrs, bool isStateful)
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        AttrDefs = attrs;
        IsStateful = isStateful;
    }

    /// <summary>TensorFlow's name: <c>MatMul</c>, <c>Conv2D</c> …</summary>
    public string Name { get; }

    /// <summary>Inputs in order.</summary>
    public OpArg[] Inputs { get; }

    /// <summary>Outputs in order.</summary>
    public OpArg[] Outputs { get; }

    /// <summary>Attributes in the definition's order.</summary>
    public OpAttr[] AttrDefs { get; }

    /// <summary>Whether two runs with equal inputs may differ or change something: never folded, merged or dropped.</summary>
    public bool IsStateful { get; }

    /// <summary>No attributes given: all have their defaults.</summary>
    public Attrs NoAttrs => noAttrs ??= new Attrs(this);

    /// <summary>The definition of an op.</summary>
    /// <exception cref="KeyNotFoundException">TensorFlow has no op of that name.</exception>
    public static OpDef Get(string name) => OpDefCatalogue.Find(name) ?? throw new KeyNotFoundException($"There is no op named '{name}' among TensorFlow's.");

    /// <summary>The definition of an op, or null.</summary>
    public static OpDef? Find(string name) => OpDefCatalogue.Find(name);

    /// <summary>The attribute's definition, or null.</summary>
    public OpAttr? FindAttr(string name)
    {
        foreach (var attr in AttrDefs)
            if (attr.Name == name) return attr;
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>An input or output of an op. Its dtype is fixed, or that of a type attribute; it may be a list.</summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Type">The dtype, if the definition fixes it.</param>
/// <param name="TypeAttr">The attribute that holds the dtype.</param>
/// <param name="NumberAttr">The attribute that holds the number of tensors, for a list of equal dtypes.</param>
/// <param name="TypeListAttr">The attribute that holds a dtype for each tensor of a list.</param>
public sealed record OpArg(string Name, DType Type, string? TypeAttr, string? NumberAttr, string? TypeListAttr)
{
    /// <summary>Whether the argument is a list of tensors.</summary>
    public bool IsList => NumberAttr is not null || TypeListAttr is not null;
}

/// <summary>An attribute in an op's definition.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Kind">What values it takes.</param>
/// <param name="Default">The default; of kind <see cref="AttrKind.None"/> if it must be given or is derived from the inputs.</param>
public sealed record OpAttr(string Name, AttrKind Kind, AttrValue Default)
{
    /// <summary>Whether a type attribute may have a dtype.</summary>
    internal bool Allows(DType dtype) => (AllowedTypes >> (int)dtype & 1) != 0;

    /// <summary>The least number, or length of a list; null if there is none.</summary>
    internal long? Minimum { get; init; }

    /// <summary>The dtypes allowed, as bits by their numbers.</summary>
    internal ulong AllowedTypes { get; init; } = ~0UL;
}
