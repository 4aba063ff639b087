using Keratin.Operations;

namespace Keratin.Gradients;

/// <summary>
/// Gradients of ops that run functions. Such an op is extended before it runs under a tape: it then gives, after its results, what its
/// functions compute on the way and their gradients need.
/// </summary>
internal static class FunctionalGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "PartitionedCall" or "StatefulPartitionedCall" => static (o, g) => Gradient(o, g, CallGradient.ResultCount(o.Attrs), CallGradient.Gradient),
        "If" or "StatelessIf" or "Case" or "StatelessCase" => static (o, g) => Gradient(o, g, BranchGradient.ResultCount(o.Attrs), BranchGradient.Gradient),
        "While" or "StatelessWhile" => static (o, g) => Gradient(o, g, LoopGradient.ResultCount(o.Attrs), LoopGradient.Gradient),
        _ => null,
    };

    public static (Tensor[] Inputs, Attrs Attrs)? Extend(OpDef op, Tensor[] inputs, Attrs attrs) => Extend(op, inputs, attrs, again: false);

    /// <summary>The inputs and attributes of the extended op, whose first outputs are those of the op itself; null for ops that run no function or are extended already.</summary>
    public static (Tensor[] Inputs, Attrs Attrs)? Extend(OpDef op, Tensor[] inputs, Attrs attrs, bool again) => op.Name switch
    {
        "PartitionedCall" or "StatefulPartitionedCall" => CallGradient.Extend(op, inputs, attrs, again),
        "If" or "StatelessIf" or "Case" or "StatelessCase" => BranchGradient.Extend(op, inputs, attrs, again),
        "While" or "StatelessWhile" => LoopGradient.Extend(op, inputs, attrs, again),
        _ => null,
    };

    // A gradient of a gradient comes through what was computed on the way, too: the op is then run once more, extended for that.
    private static Tensor?[] Gradient(Operation o, Tensor?[] g, int resultCount, GradientFunction gradient)
    {
        if (g.Length <= resultCount || Array.TrueForAll(g[resultCount..], static received => received is null)) return gradient(o, g);
        var (inputs, attrs) = Extend(o.Op, o.Inputs, o.Attrs, again: true)!.Value;
        var run = new Operation(o.Op, attrs, inputs) { Outputs = Ops.Execute(o.Op, inputs, attrs) };
        Array.Resize(ref g, run.Outputs.Length);
        return gradient(run, g)[..o.Inputs.Length];
    }

    /// <summary>Attributes with some of them replaced.</summary>
    public static Attrs With(this Attrs attrs, OpDef op, params ReadOnlySpan<(string Name, AttrValue Value)> changed)
    {
        var all = new List<(string, AttrValue)>(changed.ToArray());
        foreach (var attr in attrs.Given)
        {
            bool isNew = true;
            foreach (var (name, _) in changed) isNew &= name != attr.Name;
            if (isNew) all.Add(attr);
        }
        return new Attrs(op, all.ToArray());
    }
}
