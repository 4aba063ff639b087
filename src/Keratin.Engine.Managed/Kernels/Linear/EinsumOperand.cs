namespace Keratin.Engines.Managed.Kernels;

/// <summary>
/// The axes of a tensor by label: how long they are and how far apart their elements. Axes of size 1 are left out, so that they broadcast;
/// axes of the same label walk together, along the diagonal.
/// </summary>
internal sealed class EinsumOperand
{
    private readonly List<int> labels = [];
    private readonly List<long> sizes = [];
    private readonly List<long> strides = [];

    public EinsumOperand(int[] axisLabels, Shape shape)
    {
        long[] own = Moves.Strides(shape);
        for (int i = 0; i < axisLabels.Length; i++)
        {
            if (shape[i] == 1) continue;
            int at = labels.IndexOf(axisLabels[i]);
            if (at >= 0)
            {
                strides[at] += own[i];
                HasDiagonal = true;
                continue;
            }
            labels.Add(axisLabels[i]);
            sizes.Add(shape[i]);
            strides.Add(own[i]);
        }
    }

    /// <summary>Whether a label names two axes, so that not all elements are reached.</summary>
    public bool HasDiagonal { get; }

    public bool Has(int label) => labels.Contains(label);

    /// <summary>The labels that fulfil a condition, in the order of the axes.</summary>
    public int[] Labels(Predicate<int> condition) => [.. labels.FindAll(condition)];

    public long[] Sizes(int[] order) => Array.ConvertAll(order, label => sizes[labels.IndexOf(label)]);

    public long[] Strides(int[] order) => Array.ConvertAll(order, label => strides[labels.IndexOf(label)]);

    /// <summary>How many elements axes of some labels span.</summary>
    public int Count(int[] some)
    {
        long count = 1;
        foreach (long size in Sizes(some)) count *= size;
        return checked((int)count);
    }

    /// <summary>Whether the elements lie one after the other in this order of the axes, which are all there are.</summary>
    public bool LiesIn(int[] order) => !HasDiagonal && order.Length == labels.Count && Strides(order).AsSpan().SequenceEqual(Moves.Strides(Sizes(order)));
}
