using Keratin.Graphs;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Divides each row by how many values it was summed of (Mean), or by the root of that (SqrtN).</summary>
internal sealed unsafe class RowScale
{
    private readonly Combiner divide;
    private readonly DType dtype;
    private readonly long rows, elements;
    private readonly bool root;

    public RowScale(KernelBinding binding, string way, TensorSpec tensor)
    {
        divide = Combiner.Of(binding, "Div", dtype = tensor.DType);
        (rows, elements, root) = (tensor.Shape[0], tensor.Shape[1..].ElementCount, way == "SqrtN");
    }

    /// <summary>Scales rows; <paramref name="counts"/> is room for a number for each.</summary>
    public void Run(byte* target, long* places, long count, long* counts)
    {
        new Span<long>(counts, checked((int)rows)).Clear();
        for (long i = 0; i < count; i++) counts[places[i]]++;
        ulong* divisor = stackalloc ulong[2];
        for (long row = 0; row < rows; row++)
        {
            if (counts[row] <= 1) continue;
            (divisor[0], divisor[1]) = Bits.Of(dtype, root ? Math.Sqrt(counts[row]) : counts[row]);
            divide.Run(target + row * elements * dtype.Size(), (byte*)divisor, (nint)elements, single: true);
        }
    }
}
