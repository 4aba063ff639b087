using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>A function of TensorFlow that was applied to a symbol of a Functional model, as Keras 2 keeps it among the layers. Only functions known by name are run.</summary>
[KerasObject("TFOpLambda", Module = "keras.src.layers.core.tf_op_layer", Keras2Module = "tf_keras.src.layers.core.tf_op_layer", Unexported = true)]
internal partial class TFOpLambda : Layer
{
    private readonly TensorFlowFunction body;

    public TFOpLambda(string function)
    {
        Function = function;
        Known = KerasFunctions.OfTensorFlow(function);
        body = TensorFlowFunctions.Find(function) ?? (Known is null ? throw new KerasConfigException(
            "", $"the TensorFlow function 'tf.{function}'", "It has no counterpart here. Replace it in the model by a layer, or by a custom layer whose class you supply.") : AsOperation);
    }

    /// <summary>The name below <c>tf</c>: <c>math.reduce_mean</c>.</summary>
    [Config]
    public string Function { get; }

    /// <summary>What the function is in the table of functions; null if it is not there.</summary>
    public KerasFunction? Known { get; }

    protected internal override IReadOnlyList<string> CallArgumentNames => Known?.TensorFlow!.Operands ?? ["x", "y"];

    private protected override bool Autocast => false;

    internal override KerasObject In(Dialect dialect) => dialect == Dialect.Keras2 || InboundNodes.Count == 0 ? this : FunctionCall.Of(InboundNodes[0]).In(dialect, Name).Layer;

    protected override Tensors Call(Tensors inputs, CallContext context) => body(inputs, context);

    // What Keras 3 has as well is computed in one way.
    private Tensors AsOperation(Tensors inputs, CallContext context)
    {
        var (operation, operands, arguments) = FunctionCall.OfTensorFlow(this, inputs, context.Arguments).In(Dialect.Keras3, Name);
        return operation.Invoke(operands, new CallContext(context.Training, [], arguments.Named));
    }
}

/// <summary>A part of a symbol, <c>x[…]</c>, as Keras 2 keeps it among the layers.</summary>
[KerasObject("SlicingOpLambda", Module = "keras.src.layers.core.tf_op_layer", Keras2Module = "tf_keras.src.layers.core.tf_op_layer", Unexported = true)]
internal sealed partial class SlicingOpLambda(string function) : TFOpLambda(function);

/// <summary>What a function of TensorFlow does with its inputs and arguments.</summary>
internal delegate Tensors TensorFlowFunction(Tensors inputs, CallContext context);
