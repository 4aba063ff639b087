using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>One step of a gated recurrent unit. Keras: <c>keras.layers.GRUCell</c>.</summary>
/// <remarks>Input (batch, features) and the state (batch, units); gives the new state twice. The kernels' columns: update gate, reset gate, candidate.</remarks>
[KerasObject("GRUCell")]
public sealed partial class GRUCell : DenseRNNCell
{
    /// <summary>A cell of so many units.</summary>
    public GRUCell(int units) : base(units, null)
    {
    }

    internal GRUCell(GRU layer) : base(layer.Units, layer) =>
        (RecurrentActivation, ResetAfter) = (layer.RecurrentActivation, layer.ResetAfter);

    /// <summary>Applied to the gates; sigmoid if not given.</summary>
    [Config]
    public Activation RecurrentActivation { get; init; } = "sigmoid";

    /// <summary>How Keras 2 orders the products; the results are the same.</summary>
    [Config(Dialect = Dialect.Keras2)]
    public int Implementation { get; init; } = 2;

    /// <summary>Whether the state is multiplied by the kernel before it is reset (as cuDNN does), rather than after; the bias then has a second row for the states.</summary>
    [Config]
    public bool ResetAfter { get; init; } = true;

    private protected override int Gates => 3;

    private protected override Shape BiasShape => ResetAfter ? [2, 3 * Units] : [3 * Units];

    private protected override Tensor Project(Tensor inputs)
    {
        var product = LinearAlgebra.LastAxisProduct(inputs, Read(Kernel!));
        return Bias is null ? product : Ops.BiasAdd(product, BiasRow(0));
    }

    private protected override (Tensor Output, Tensor[] States) Step(Tensor projected, Tensor[] states)
    {
        var (state, kernel) = (states[0], Read(RecurrentKernel!));
        var fromInputs = Ops.Split(projected, 3, axis: -1);
        Tensor update, candidate;
        if (ResetAfter)
        {
            var product = Ops.MatMul(state, kernel);
            var fromState = Ops.Split(Bias is null ? product : Ops.BiasAdd(product, BiasRow(1)), 3, axis: -1);
            update = RecurrentActivation.Apply(fromInputs[0] + fromState[0]);
            candidate = fromInputs[2] + RecurrentActivation.Apply(fromInputs[1] + fromState[1]) * fromState[2];
        }
        else
        {
            var kernels = Ops.SplitV(kernel, new[] { 2L * Units, Units }, 1, 2);
            var fromState = Ops.Split(Ops.MatMul(state, kernels[0]), 2, axis: -1);
            update = RecurrentActivation.Apply(fromInputs[0] + fromState[0]);
            candidate = fromInputs[2] + Ops.MatMul(RecurrentActivation.Apply(fromInputs[1] + fromState[1]) * state, kernels[1]);
        }
        var next = update * state + (1 - update) * Activation.Apply(candidate);
        return (next, [next]);
    }

    private Tensor BiasRow(int row) => ResetAfter ? Ops.Unpack(Read(Bias!), 2)[row] : Read(Bias!);
}
