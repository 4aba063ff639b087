using Keratin.Serialization;

namespace Keratin.Layers;

/// <summary>Cells that make one: each takes the output of the one before. Keras: <c>keras.layers.StackedRNNCells</c>.</summary>
[KerasObject("StackedRNNCells")]
public sealed partial class StackedRNNCells : RNNCell
{
    /// <summary>A stack of cells, the one that takes the inputs first.</summary>
    public StackedRNNCells(IReadOnlyList<RNNCell> cells)
    {
        if (cells.Count == 0) throw new ArgumentException("A stack needs at least one cell.", nameof(cells));
        foreach (var cell in cells) CellNames.Count(cell);
        Cells = Track("cells", cells);
    }

    /// <summary>The cells, the one that takes the inputs first.</summary>
    [Config]
    public IReadOnlyList<RNNCell> Cells { get; }

    /// <summary>The sizes of all states, cell after cell.</summary>
    public override IReadOnlyList<int> StateSizes => [.. Cells.SelectMany(static cell => cell.StateSizes)];

    /// <inheritdoc/>
    public override int OutputSize => Cells[^1].OutputSize;

    /// <inheritdoc/>
    protected internal override Tensor[] GetInitialState(Tensor batchSize) => [.. Cells.SelectMany(cell => cell.GetInitialState(batchSize))];

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        foreach (var cell in Cells)
        {
            cell.EnsureBuilt(input);
            input = [input[0], cell.OutputSize];
        }
    }

    /// <inheritdoc/>
    protected override (Tensor Output, Tensor[] States) Step(Tensor inputs, Tensor[] states, bool training)
    {
        var run = Begin(inputs, states, training);
        return run.Step(run.Prepare(inputs), states);
    }

    internal override CellRun Begin(Tensor example, Tensor[] states, bool training)
    {
        var runs = new CellRun[Cells.Count];
        for (int i = 0, at = 0; i < runs.Length; at += Cells[i++].StateSizes.Count)
        {
            var own = states[at..(at + Cells[i].StateSizes.Count)];
            runs[i] = Cells[i].Begin(example, own, training);
            // The next cell's input is of the size of this one's output, which the first state tells for all cells of Keras.
            if (i < runs.Length - 1) example = own[0];
        }
        return new(runs[0].Prepare, (prepared, current) =>
        {
            var next = new List<Tensor>(current.Length);
            Tensor output = prepared;
            for (int i = 0; i < runs.Length; i++)
            {
                (output, var own) = runs[i].Step(i == 0 ? prepared : runs[i].Prepare(output), current[next.Count..(next.Count + Cells[i].StateSizes.Count)]);
                next.AddRange(own);
            }
            return (output, [.. next]);
        });
    }
}
