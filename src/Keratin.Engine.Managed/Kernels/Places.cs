namespace Keratin.Engines.Managed.Kernels;

/// <summary>Reads tuples of indices, the last axis of a tensor, as numbers of slices of another tensor.</summary>
internal sealed unsafe class Places
{
    private readonly long[] sizes, strides;
    private readonly delegate*<byte*, long, long> read;
    private readonly KernelBinding binding;

    /// <summary>Tuples of <paramref name="indices"/>, which is input <paramref name="input"/>, as places in a tensor of shape <paramref name="target"/>.</summary>
    public Places(KernelBinding binding, Shape target, Shape indices, int input = 1)
    {
        this.binding = binding;
        Depth = (int)indices[^1];
        Count = indices[..^1].ElementCount;
        sizes = target[..Depth].ToArray();
        strides = Moves.Strides(sizes);
        read = IndexReader.For(binding.Inputs[input].DType);
    }

    /// <summary>How many tuples there are.</summary>
    public long Count { get; }

    /// <summary>How many axes of the target a tuple settles.</summary>
    public int Depth { get; }

    /// <summary>The number of the slice that a tuple says, or -1 if it lies outside.</summary>
    public long Find(byte* indices, long tuple)
    {
        long place = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            long index = read(indices, tuple * sizes.Length + i);
            if ((ulong)index >= (ulong)sizes[i]) return -1;
            place += index * strides[i];
        }
        return place;
    }

    /// <summary>The error for a tuple that lies outside.</summary>
    public Engines.OpException OutOfRange(byte* indices, long tuple)
    {
        var index = new long[sizes.Length];
        for (int i = 0; i < index.Length; i++) index[i] = read(indices, tuple * sizes.Length + i);
        return binding.Error($"indices[{tuple}] = [{string.Join(", ", index)}] lie outside of the shape {Shape.Create(sizes)}.");
    }
}
