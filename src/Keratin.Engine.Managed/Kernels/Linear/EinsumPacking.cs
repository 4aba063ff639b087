namespace Keratin.Engines.Managed.Kernels;

/// <summary>Brings an operand into an order of axes, and sums over others. Does nothing where the elements already lie so, or in the alternative order.</summary>
internal sealed unsafe class EinsumPacking
{
    private readonly StridedCopy? copy;
    private readonly Reducer? sum;
    private readonly ReductionPass pass;
    private readonly nuint packed, summed;

    public EinsumPacking(KernelBinding binding, DType type, EinsumOperand operand, int[] order, int[] sums, int[] alternative)
    {
        if (sums.Length == 0 && operand.LiesIn(order)) return;
        IsAlternative = sums.Length == 0 && operand.LiesIn(alternative);
        if (IsAlternative) return;

        int[] all = [.. order, .. sums];
        long[] sizes = operand.Sizes(all);
        copy = StridedCopy.Create(type.Size(), sizes, operand.Strides(all), Moves.Strides(sizes));
        int kept = operand.Count(order), each = operand.Count(sums);
        packed = binding.Reserve(type, (nint)kept * each);
        if (sums.Length == 0) return;
        sum = ReductionKernels.Sum(type) ?? throw binding.Error($"can't sum {type.Name()}.");
        pass = new(kept, each, 1);
        summed = binding.Reserve(type, kept);
    }

    /// <summary>Whether the elements are used where they are, in the alternative order.</summary>
    public bool IsAlternative { get; }

    /// <summary>Where the elements lie in order.</summary>
    public byte* Run(in KernelArgs args, void* source)
    {
        if (copy is null) return (byte*)source;
        copy.Run((byte*)source, args.Scratch + packed);
        if (sum is null) return args.Scratch + packed;
        sum(args.Scratch + packed, pass, args.Scratch + summed);
        return args.Scratch + summed;
    }
}

/// <summary>Brings a result from an order of axes into its own; places beside a diagonal become 0.</summary>
internal sealed unsafe class EinsumUnpacking
{
    private readonly StridedCopy? copy;
    private readonly nuint memory, bytes;
    private readonly bool clears;

    public EinsumUnpacking(KernelBinding binding, DType type, EinsumOperand result, int[] order)
    {
        if (result.LiesIn(order)) return;
        long[] sizes = result.Sizes(order);
        copy = StridedCopy.Create(type.Size(), sizes, Moves.Strides(sizes), result.Strides(order));
        memory = binding.Reserve(type, result.Count(order));
        clears = result.HasDiagonal;
        bytes = (nuint)binding.Outputs[0].Shape.ElementCount * (nuint)type.Size();
    }

    /// <summary>Where the result is to be computed.</summary>
    public byte* Source(in KernelArgs args, byte* output) => copy is null ? output : args.Scratch + memory;

    public void Run(byte* source, byte* output)
    {
        if (copy is null) return;
        if (clears) System.Runtime.InteropServices.NativeMemory.Clear(output, bytes);
        copy.Run(source, output);
    }
}
