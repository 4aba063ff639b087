using Keratin.Saving.Checkpoints;

namespace Keratin.Training;

/// <summary>
/// Goes through data batch by batch, epoch after epoch, and knows where it is: put into a <see cref="Checkpoint"/>, it goes on after a
/// restore with the batch that would have come next, also in the midst of a shuffled epoch (<c>iter(dataset)</c> in a training loop).
/// </summary>
/// <param name="data">The data. Batches that the caller makes have to come in the same order each time.</param>
/// <param name="shuffle">Whether samples in memory come in a new random order each epoch.</param>
public sealed class DataIterator(DataSet data, bool shuffle = false) : ITrackableState, IDisposable
{
    private IEnumerator<Batch>? batches;
    private int seed;

    /// <summary>The epoch, from 0.</summary>
    public int Epoch { get; private set; }

    /// <summary>The batches that this epoch has given.</summary>
    public int Step { get; private set; }

    /// <summary>The next batch of this epoch; false at its end, after which the next call begins another.</summary>
    public bool TryNext(out Batch batch)
    {
        if (batches is null)
        {
            if (shuffle && Step == 0) seed = Randomness.NextSeed();
            batches = data.Epoch(shuffle ? seed : null, skip: Step).GetEnumerator();
        }
        if (batches.MoveNext())
        {
            batch = batches.Current;
            Step++;
            return true;
        }
        Dispose();
        (Epoch, Step) = (Epoch + 1, 0);
        batch = default!;
        return false;
    }

    /// <inheritdoc/>
    public EagerTensor Save() => Tensor.From([(long)Epoch, Step, seed]);

    /// <inheritdoc/>
    public void Restore(EagerTensor state)
    {
        if (state.DType != DType.Int64 || state.Shape.Rank != 1 || state.Shape[0] != 3) throw new ArgumentException("a position in data is a vector of three int64");
        var values = state.AsSpan<long>();
        if (values[0] is < 0 or > int.MaxValue || values[1] is < 0 or > int.MaxValue || values[2] is < 0 or > int.MaxValue) throw new ArgumentException("a position in data has no negative numbers");
        Dispose();
        (Epoch, Step, seed) = ((int)values[0], (int)values[1], (int)values[2]);
    }

    /// <summary>Lets go of the data.</summary>
    public void Dispose()
    {
        batches?.Dispose();
        batches = null;
    }
}
