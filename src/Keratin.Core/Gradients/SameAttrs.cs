using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>What the gradients of neural-network ops have in common: they run ops that take the same attributes.</summary>
internal static class SameAttrs
{
    /// <summary>Runs an op with those attributes of <paramref name="operation"/> that it also has.</summary>
    public static Tensor[] Execute(string op, Operation operation, params Tensor[] inputs)
    {
        var def = OpDef.Get(op);
        var attrs = new List<(string, AttrValue)>();
        foreach (var attr in operation.Attrs.Given)
            if (def.FindAttr(attr.Name) is not null) attrs.Add(attr);
        return Ops.Execute(def, inputs, new Attrs(def, attrs.ToArray()));
    }
}
