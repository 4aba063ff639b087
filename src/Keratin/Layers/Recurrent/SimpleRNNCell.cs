using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>One step of a recurrent layer whose output is its state. Keras: <c>keras.layers.SimpleRNNCell</c>.</summary>
/// <remarks>Input (batch, features) and the state (batch, units); gives the new state twice.</remarks>
[KerasObject("SimpleRNNCell")]
public sealed partial class SimpleRNNCell : DenseRNNCell
{
    /// <summary>A cell of so many units.</summary>
    public SimpleRNNCell(int units) : base(units, null)
    {
    }

    internal SimpleRNNCell(SimpleRNN layer) : base(layer.Units, layer)
    {
    }

    private protected override int Gates => 1;

    private protected override (Tensor Output, Tensor[] States) Step(Tensor projected, Tensor[] states)
    {
        var next = Activation.Apply(projected + Ops.MatMul(states[0], Read(RecurrentKernel!)));
        return (next, [next]);
    }
}
