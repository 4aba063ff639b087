using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Long short-term memory over a sequence. Keras: <c>keras.layers.LSTM</c>; also what old files call <c>CuDNNLSTM</c>.</summary>
/// <remarks>
/// Input (batch, time, features), output (batch, units), or (batch, time, units) with <see cref="RecurrentLayer.ReturnSequences"/>; with
/// <see cref="RecurrentLayer.ReturnState"/> followed by the states h and c.
/// </remarks>
/// <param name="units">The size of the output and of each state.</param>
[KerasObject("LSTM", "CuDNNLSTM")]
public sealed partial class LSTM(int units) : DenseRecurrentLayer(units, "lstm_cell")
{
    /// <inheritdoc cref="LSTMCell.RecurrentActivation"/>
    [Config]
    public Activation RecurrentActivation { get; init; } = "sigmoid";

    /// <inheritdoc cref="LSTMCell.UnitForgetBias"/>
    [Config]
    public bool UnitForgetBias { get; init; } = true;

    /// <inheritdoc cref="LSTMCell.Implementation"/>
    [Config(Dialect = Dialect.Keras2)]
    public int Implementation { get; init; } = 2;

    private protected override RNNCell MakeCell() => new LSTMCell(this);
}
