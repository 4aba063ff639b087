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
        body = TensorFlowFunctions.Find(function) ?? throw new KerasConfigException(
            "", $"the TensorFlow function 'tf.{function}'", "It has no counterpart here. Replace it in the model by a layer, or by a custom layer whose class you supply.");
    }

    /// <summary>The name below <c>tf</c>: <c>math.reduce_mean</c>.</summary>
    [Config]
    public string Function { get; }

    protected internal override IReadOnlyList<string> CallArgumentNames => ["x", "y"];

    private protected override bool Autocast => false;

    protected override Tensors Call(Tensors inputs, CallContext context) => body(inputs, context);
}

/// <summary>A part of a symbol, <c>x[…]</c>, as Keras 2 keeps it among the layers.</summary>
[KerasObject("SlicingOpLambda", Module = "keras.src.layers.core.tf_op_layer", Keras2Module = "tf_keras.src.layers.core.tf_op_layer", Unexported = true)]
internal sealed partial class SlicingOpLambda(string function) : TFOpLambda(function);

/// <summary>What a function of TensorFlow does with its inputs and arguments.</summary>
internal delegate Tensor TensorFlowFunction(Tensors inputs, CallContext context);
