using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Passes a tensor on and counts it as a loss: what <c>model.add_loss</c> of a Functional model is in Keras 2's files.</summary>
[KerasObject("AddLoss", Module = "keras.src.engine.base_layer", Keras2Module = "tf_keras.src.engine.base_layer", Unexported = true)]
internal sealed partial class AddLoss(bool unconditional = false) : Layer
{
    [Config]
    public bool Unconditional { get; } = unconditional;

    private protected override bool Autocast => false;

    protected override Tensor Call(Tensor inputs, CallContext context)
    {
        base.AddLoss(Ops.Mean(inputs, Scalars.AllAxes(inputs)));
        return Ops.Identity(inputs);
    }

    public override Shape ComputeOutputShape(Shape input) => input;
}
