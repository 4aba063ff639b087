using Keratin.Graphs;
using Keratin.Operations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>An op of the vocabulary that was applied to a symbol of a Functional model and that Keras has no name for: it runs, but no file can hold it.</summary>
internal sealed class OpLayer(OpDef op, Attrs attrs) : Layer
{
    public OpDef Op { get; } = op;

    public Attrs Attrs { get; } = attrs;

    /// <summary>Applies an op to symbols: as the layer that Keras makes of it (<c>Operation</c>, in Keras 2 <c>TFOpLambda</c>), where it has one.</summary>
    public static Tensor[] Apply(OpDef op, Tensor[] inputs, Attrs attrs)
    {
        var dialect = Dialects.Current;
        if (OpCalls.Find(op, inputs, attrs) is { } call && call.IsIn(dialect))
        {
            var (layer, operands, arguments) = call.In(dialect);
            return layer.Apply(operands, arguments).ToArray();
        }
        return new OpLayer(op, attrs) { Name = NameScope.Unique(op.Name) }.Apply((Tensors)inputs).ToArray();
    }

    internal override KerasObject In(Dialect dialect) => InboundNodes.Count == 0 ? this : FunctionCall.Of(InboundNodes[0]).In(dialect, Name).Layer;

    protected override Tensors Call(Tensors inputs, CallContext context) => Ops.Execute(Op, inputs.ToArray(), Attrs);

    // The op takes what it is given: dtypes are part of its meaning.
    private protected override bool Autocast => false;
}
