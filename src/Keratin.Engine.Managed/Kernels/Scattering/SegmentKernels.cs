using Keratin.Graphs;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Reductions over the rows of each segment: sorted and unsorted segments, and rows picked by index first.</summary>
internal static unsafe class SegmentKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "UnsortedSegmentSum" => Unsorted("Sum", static _ => 0),
        "UnsortedSegmentProd" => Unsorted("Prod", static _ => 1),
        "UnsortedSegmentMin" => Unsorted("Min", Bits.Highest),
        "UnsortedSegmentMax" => Unsorted("Max", Bits.Lowest),
        "SegmentSum" => Sorted("Sum"),
        "SegmentProd" => Sorted("Prod", empty: 1),
        "SegmentMin" => Sorted("Min"),
        "SegmentMax" => Sorted("Max"),
        "SegmentMean" => Sorted("Mean"),
        "SparseSegmentSum" or "SparseSegmentSumWithNumSegments" => Picked("Sum"),
        "SparseSegmentMean" or "SparseSegmentMeanWithNumSegments" => Picked("Mean"),
        "SparseSegmentSqrtN" or "SparseSegmentSqrtNWithNumSegments" => Picked("SqrtN"),
        "SparseSegmentSumGrad" => PickedGradient("Sum"),
        "SparseSegmentMeanGrad" => PickedGradient("Mean"),
        "SparseSegmentSqrtNGrad" => PickedGradient("SqrtN"),
        _ => null,
    };

    // Rows of a negative segment belong nowhere.
    private static NumericKernel Unsorted(string way, Func<DType, double> start) => new(binding =>
    {
        var output = binding.Outputs[0];
        long segments = output.Shape[0], count = binding.Inputs[1].Shape.ElementCount;
        var loop = new ScatterLoop(Combiner.Of(binding, way, output.DType), segments, output.Shape[1..].ElementCount, output.DType.Size());
        var fill = new FillCode(output.DType, start(output.DType), output.Shape.ElementCount);
        var read = IndexReader.For(binding.Inputs[1].DType);
        binding.ScratchBytes = checked((nuint)count * sizeof(long));
        return (in KernelArgs args) =>
        {
            long* at = (long*)args.Scratch;
            byte* ids = args.In<byte>(1);
            for (long i = 0; i < count; i++)
                if ((at[i] = read(ids, i)) >= segments) throw binding.Error($"segment id {at[i]} (number {i}) is not below num_segments = {segments}.");
            fill.Run(args.Out<byte>(0));
            loop.Run(args.Out<byte>(0), args.In<byte>(0), at, null, count);
        };
    });

    private static NumericKernel Sorted(string way, double empty = 0) => new(binding => Bind(binding, way, empty, idsInput: 1, picks: false));

    private static NumericKernel Picked(string way) => new(binding => Bind(binding, way, 0, idsInput: 2, picks: true));

    private static KernelBody Bind(KernelBinding binding, string way, double empty, int idsInput, bool picks)
    {
        TensorSpec output = binding.Outputs[0], ids = binding.Inputs[idsInput];
        if (picks && binding.Inputs[1].Shape != ids.Shape) throw binding.Error($"indices of shape {binding.Inputs[1].Shape} and segment ids of shape {ids.Shape} must be equally many.");
        long segments = output.Shape[0], count = ids.Shape.ElementCount, rows = binding.Inputs[0].Shape[0];
        var loop = new ScatterLoop(Combiner.Of(binding, way, output.DType), segments, output.Shape[1..].ElementCount, output.DType.Size()) { FirstReplaces = true };
        var fill = new FillCode(output.DType, empty, output.Shape.ElementCount);
        var scale = way is "Mean" or "SqrtN" ? new RowScale(binding, way, output) : null;
        var readId = IndexReader.For(ids.DType);
        var readIndex = picks ? IndexReader.For(binding.Inputs[1].DType) : null;
        binding.ScratchBytes = checked((nuint)(count * (picks ? 2 : 1) + (scale is null ? 0 : segments)) * sizeof(long));
        return (in KernelArgs args) =>
        {
            long* at = (long*)args.Scratch, from = picks ? at + count : null;
            long previous = 0;
            for (long i = 0; i < count; i++)
            {
                at[i] = readId(args.In<byte>(idsInput), i);
                if (at[i] < previous || at[i] >= segments) throw binding.Error($"segment ids must rise from 0 to {segments - 1}; number {i} is {at[i]} after {previous}.");
                previous = at[i];
                if (!picks) continue;
                from[i] = readIndex(args.In<byte>(1), i);
                if ((ulong)from[i] >= (ulong)rows) throw binding.Error($"index {from[i]} (number {i}) is not within 0 … {rows - 1}.");
            }
            fill.Run(args.Out<byte>(0));
            loop.Run(args.Out<byte>(0), args.In<byte>(0), at, from, count);
            scale?.Run(args.Out<byte>(0), at, count, at + count * (picks ? 2 : 1));
        };
    }

    // Each segment's gradient goes to all rows that were picked for it, divided as the forward pass divided.
    private static NumericKernel PickedGradient(string way) => new(binding =>
    {
        var output = binding.Outputs[0];
        TensorSpec gradient = binding.Inputs[0], indices = binding.Inputs[1], ids = binding.Inputs[2];
        if (indices.Shape != ids.Shape) throw binding.Error($"indices of shape {indices.Shape} and segment ids of shape {ids.Shape} must be equally many.");
        long segments = gradient.Shape[0], count = ids.Shape.ElementCount, rows = output.Shape[0], elements = output.Shape[1..].ElementCount;
        var loop = new ScatterLoop(Combiner.Of(binding, "Sum", output.DType), rows, elements, output.DType.Size());
        var fill = new FillCode(output.DType, 0, output.Shape.ElementCount);
        var scale = way is "Mean" or "SqrtN" ? new RowScale(binding, way, gradient) : null;
        var readIndex = IndexReader.For(indices.DType);
        var readId = IndexReader.For(ids.DType);
        long bytes = segments * elements * output.DType.Size();
        binding.ScratchBytes = checked((nuint)(2 * count + segments) * sizeof(long) + (nuint)bytes);
        return (in KernelArgs args) =>
        {
            long* at = (long*)args.Scratch, from = at + count, counts = from + count;
            for (long i = 0; i < count; i++)
            {
                (at[i], from[i]) = (readIndex(args.In<byte>(1), i), readId(args.In<byte>(2), i));
                if ((ulong)at[i] >= (ulong)rows) throw binding.Error($"index {at[i]} (number {i}) is not within 0 … {rows - 1}.");
                if ((ulong)from[i] >= (ulong)segments) throw binding.Error($"segment id {from[i]} (number {i}) is not within 0 … {segments - 1}.");
            }
            byte* source = args.In<byte>(0);
            if (scale is not null)
            {
                byte* scaled = (byte*)(counts + segments);
                Buffer.MemoryCopy(source, scaled, bytes, bytes);
                scale.Run(source = scaled, from, count, counts);
            }
            fill.Run(args.Out<byte>(0));
            loop.Run(args.Out<byte>(0), source, at, from, count);
        };
    });
}
