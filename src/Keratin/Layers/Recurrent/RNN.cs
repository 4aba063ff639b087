using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Runs any cell over the time axis of a sequence. Keras: <c>keras.layers.RNN</c>.</summary>
[KerasObject("RNN")]
public sealed partial class RNN : RecurrentLayer
{
    /// <summary>A layer around a cell.</summary>
    public RNN(RNNCell cell) : base(cell)
    {
    }

    /// <summary>A layer around a stack of cells, the one that takes the inputs first.</summary>
    public RNN(params IReadOnlyList<RNNCell> cells) : this(cells is [var single] ? single : new StackedRNNCells(cells))
    {
    }

    /// <summary>The step.</summary>
    [Config]
    public new RNNCell Cell => base.Cell!;

    private protected override RNNCell MakeCell() => Cell;
}
