using Keratin.Activations;
using Keratin.Initializers;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>One step of a long short-term memory. Keras: <c>keras.layers.LSTMCell</c>.</summary>
/// <remarks>Input (batch, features) and the states h and c, each (batch, units); gives h and the new states. The kernels' columns: input gate, forget gate, candidate, output gate.</remarks>
[KerasObject("LSTMCell")]
public sealed partial class LSTMCell : DenseRNNCell
{
    /// <summary>A cell of so many units.</summary>
    public LSTMCell(int units) : base(units, null)
    {
    }

    internal LSTMCell(LSTM layer) : base(layer.Units, layer) =>
        (RecurrentActivation, UnitForgetBias) = (layer.RecurrentActivation, layer.UnitForgetBias);

    /// <summary>Applied to the gates; sigmoid if not given.</summary>
    [Config]
    public Activation RecurrentActivation { get; init; } = "sigmoid";

    /// <summary>Whether the forget gate's bias starts at one.</summary>
    [Config]
    public bool UnitForgetBias { get; init; } = true;

    /// <summary>How Keras 2 orders the products; the results are the same.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public int Implementation { get; init; } = 2;

    /// <inheritdoc/>
    public override IReadOnlyList<int> StateSizes => [Units, Units];

    private protected override int Gates => 4;

    private protected override Initializer BiasStart => UnitForgetBias ? new ForgetBias(BiasInitializer) : BiasInitializer;

    private protected override (Tensor Output, Tensor[] States) Step(Tensor projected, Tensor[] states)
    {
        var gates = Ops.Split(projected + Ops.MatMul(states[0], Read(RecurrentKernel!)), 4, axis: -1);
        var (h, c) = Memory(gates, states[1], Activation, RecurrentActivation);
        return (h, [h, c]);
    }

    /// <summary>Output and memory from the four gates' sums and the old memory.</summary>
    internal static (Tensor H, Tensor C) Memory(Tensor[] gates, Tensor memory, Activation activation, Activation recurrentActivation)
    {
        var (input, forget, output) = (recurrentActivation.Apply(gates[0]), recurrentActivation.Apply(gates[1]), recurrentActivation.Apply(gates[3]));
        var next = forget * memory + input * activation.Apply(gates[2]);
        return (output * activation.Apply(next), next);
    }

    /// <summary>A bias whose second of four parts starts at one.</summary>
    internal sealed class ForgetBias(Initializer others) : Initializer
    {
        public override EagerTensor Create(Shape shape, DType dtype = DType.Float32)
        {
            long units = shape[0] / 4;
            using (Graphs.FunctionGraph.Suspend())
                return Ops.Concat([others.Create([units], dtype), new Ones().Create([units], dtype), others.Create([2 * units], dtype)], 0).Value;
        }
    }
}
