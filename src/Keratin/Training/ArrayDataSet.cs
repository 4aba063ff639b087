using Keratin.Layers;

namespace Keratin.Training;

/// <summary>Samples in memory. In order, a batch is a view of them; shuffled, its rows are gathered into memory of its own.</summary>
internal sealed class ArrayDataSet : DataSet
{
    private readonly Batch samples;
    private readonly EagerTensor[] arrays;
    private readonly int batchSize;

    public ArrayDataSet(Batch samples, int batchSize)
    {
        if (batchSize < 1) throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "A batch has at least one sample.");
        if (samples.X.Count == 0) throw new ArgumentException("There are no inputs.");
        this.samples = samples;
        this.batchSize = batchSize;
        arrays = Array.ConvertAll(samples.Flatten(), static tensor => tensor.Value);
        foreach (var array in arrays)
        {
            if (array.Rank < 1) throw new ArgumentException($"Data must have the samples along its first axis; a {array.DType.Name()} scalar was given.");
            if (array.Shape[0] != arrays[0].Shape[0])
                throw new ArgumentException($"All inputs, targets and weights must have as many samples: the first input has {arrays[0].Shape[0]}, another array has the shape {array.Shape}.");
        }
        Count = checked((int)arrays[0].Shape[0]);
        if (Count == 0) throw new ArgumentException("The data has no samples.");
    }

    public int Count { get; }

    public Batch Samples => samples;

    public override int? BatchCount => (Count + batchSize - 1) / batchSize;

    public override IEnumerable<Batch> Epoch(bool shuffle) => Epoch(shuffle ? Randomness.NextSeed() : null, skip: 0);

    internal override IEnumerable<Batch> Epoch(int? seed, int skip)
    {
        int[]? order = seed is { } given ? Shuffled(Count, given) : null;
        for (int start = checked(skip * batchSize); start < Count; start += batchSize)
        {
            int size = Math.Min(batchSize, Count - start);
            yield return order is null ? Slice(start, size) : Gather(order.AsSpan(start, size));
        }
    }

    /// <summary>The first samples, and the rest: training and validation data.</summary>
    public (ArrayDataSet First, Batch Last) Split(int count) => (new ArrayDataSet(Slice(0, count), batchSize), Slice(count, Count - count));

    public Batch Slice(int start, int size)
    {
        var parts = new Tensor[arrays.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = Rows.Slice(arrays[i], start, size);
        return samples.With(parts);
    }

    private Batch Gather(ReadOnlySpan<int> rows)
    {
        var parts = new Tensor[arrays.Length];
        for (int i = 0; i < parts.Length; i++) parts[i] = Rows.Gather(arrays[i], rows);
        return samples.With(parts);
    }

    private static int[] Shuffled(int count, int seed)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        new Random(seed).Shuffle(order);
        return order;
    }
}
