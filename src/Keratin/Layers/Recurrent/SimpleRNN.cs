using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>A recurrent layer whose output is its state. Keras: <c>keras.layers.SimpleRNN</c>.</summary>
/// <remarks>
/// Input (batch, time, features), output (batch, units), or (batch, time, units) with <see cref="RecurrentLayer.ReturnSequences"/>; with
/// <see cref="RecurrentLayer.ReturnState"/> followed by the state.
/// </remarks>
/// <param name="units">The size of the output and of the state.</param>
[KerasObject("SimpleRNN", Keys = [
    "name", "trainable", "dtype", "batch_input_shape", "return_sequences", "return_state", "go_backwards", "stateful", "unroll", "time_major", "zero_output_for_mask",
    "units", "activation", "use_bias", "kernel_initializer", "recurrent_initializer", "bias_initializer",
    "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "recurrent_constraint", "bias_constraint",
    "dropout", "recurrent_dropout"], Ignored = ["seed"])]
public sealed partial class SimpleRNN(int units) : DenseRecurrentLayer(units, "simple_rnn_cell")
{
    private protected override RNNCell MakeCell() => new SimpleRNNCell(this);
}
