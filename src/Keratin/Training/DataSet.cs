using System.Runtime.CompilerServices;
using Keratin.Layers;

namespace Keratin.Training;

/// <summary>Where batches come from: arrays, or a sequence that the caller makes.</summary>
public abstract class DataSet
{
    /// <summary>The number of batches of an epoch, if it is known beforehand.</summary>
    public abstract int? BatchCount { get; }

    /// <summary>The batches of one epoch.</summary>
    /// <param name="shuffle">Whether samples come in a new random order.</param>
    public abstract IEnumerable<Batch> Epoch(bool shuffle);

    /// <summary>The batches of an epoch without the first ones.</summary>
    /// <param name="seed">Of the order of samples in memory; null for their own.</param>
    /// <param name="skip">How many batches are left out.</param>
    internal virtual IEnumerable<Batch> Epoch(int? seed, int skip) => Epoch(shuffle: false).Skip(skip);

    /// <summary>Batches of samples that are in memory.</summary>
    /// <param name="x">Inputs, samples along the first axis.</param>
    /// <param name="y">Targets.</param>
    /// <param name="sampleWeight">Weights of the samples.</param>
    /// <param name="batchSize">Samples a batch; the last batch may have fewer.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ.</exception>
    public static DataSet From(Tensors x, Tensors y = default, Tensors sampleWeight = default, int batchSize = 32) =>
        new ArrayDataSet(new Batch(x, y, sampleWeight), batchSize);

    /// <summary>Batches that the caller makes; the sequence is gone through once an epoch.</summary>
    public static DataSet From(IEnumerable<Batch> batches) => new SequenceDataSet(batches, (batches as IReadOnlyCollection<Batch>)?.Count);

    /// <summary>Batches that the caller makes asynchronously; the sequence is gone through once an epoch.</summary>
    public static DataSet From(IAsyncEnumerable<Batch> batches) => new SequenceDataSet(Blocking(batches), null);

    // Training runs on a thread of its own, which may wait for the next batch.
    private static IEnumerable<Batch> Blocking(IAsyncEnumerable<Batch> batches)
    {
        var enumerator = batches.GetAsyncEnumerator();
        try
        {
            while (enumerator.MoveNextAsync().AsTask().GetAwaiter().GetResult()) yield return enumerator.Current;
        }
        finally
        {
            enumerator.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private sealed class SequenceDataSet(IEnumerable<Batch> batches, int? count) : DataSet
    {
        public override int? BatchCount => count;

        public override IEnumerable<Batch> Epoch(bool shuffle) => batches;
    }
}
