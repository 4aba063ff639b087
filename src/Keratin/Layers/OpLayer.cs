using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Layers;

/// <summary>An op of the vocabulary that was applied to a symbol of a Functional model, as a layer (<c>TFOpLambda</c>, Keras 3's <c>Operation</c>).</summary>
internal sealed class OpLayer(OpDef op, Attrs attrs) : Layer
{
    public OpDef Op { get; } = op;

    public Attrs Attrs { get; } = attrs;

    public static Tensor[] Apply(OpDef op, Tensor[] inputs, Attrs attrs) =>
        new OpLayer(op, attrs) { Name = NameScope.Unique(op.Name) }.Apply((Tensors)inputs).ToArray();

    protected override Tensors Call(Tensors inputs, CallContext context) => Ops.Execute(Op, inputs.ToArray(), Attrs);

    // The op takes what it is given: dtypes are part of its meaning.
    private protected override bool Autocast => false;
}
