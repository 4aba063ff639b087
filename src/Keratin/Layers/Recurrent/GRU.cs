using Keratin.Activations;
using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Gated recurrent units over a sequence. Keras: <c>keras.layers.GRU</c>.</summary>
/// <remarks>
/// Input (batch, time, features), output (batch, units), or (batch, time, units) with <see cref="RecurrentLayer.ReturnSequences"/>; with
/// <see cref="RecurrentLayer.ReturnState"/> followed by the state.
/// </remarks>
/// <param name="units">The size of the output and of the state.</param>
[KerasObject("GRU", "CuDNNGRU")]
public sealed partial class GRU(int units) : DenseRecurrentLayer(units, "gru_cell")
{
    /// <inheritdoc cref="GRUCell.RecurrentActivation"/>
    [Config]
    public Activation RecurrentActivation { get; init; } = "sigmoid";

    /// <inheritdoc cref="GRUCell.Implementation"/>
    [Config(Dialect = Dialect.Keras2)]
    public int Implementation { get; init; } = 2;

    /// <inheritdoc cref="GRUCell.ResetAfter"/>
    [Config]
    public bool ResetAfter { get; init; } = true;

    private protected override RNNCell MakeCell() => new GRUCell(this);
}
