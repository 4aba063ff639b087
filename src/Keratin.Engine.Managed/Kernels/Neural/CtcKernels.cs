using System.Runtime.InteropServices;
using Keratin.Engines.Managed.Threading;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Connectionist temporal classification: the loss of label sequences without times, and the likeliest sequence.</summary>
internal static unsafe class CtcKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "CTCLoss" => new NumericKernel(Loss),
        "CTCGreedyDecoder" => new ObjectKernel(CtcDecoding.Greedy),
        _ => null,
    };

    private static KernelBody Loss(KernelBinding binding) => binding.Inputs[0].DType switch
    {
        DType.Float32 => Loss<float>(binding),
        DType.Float64 => Loss<double>(binding),
        var other => throw binding.Error($"the loss of {other.Name()} can't be computed; cast the inputs to float32."),
    };

    private static KernelBody Loss<T>(KernelBinding binding) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var (inputs, labels) = (binding.Inputs[0].Shape, binding.Inputs[2].Shape);
        int times = checked((int)inputs[0]), batch = checked((int)inputs[1]), classes = checked((int)inputs[2]), labelCount = checked((int)labels[0]);
        var rules = new CtcRules(
            classes, binding.Attrs.Bool("preprocess_collapse_repeated"), binding.Attrs.Bool("ctc_merge_repeated"),
            binding.Attrs.Bool("ignore_longer_outputs_than_inputs"));
        binding.ScratchBytes = checked(((nuint)batch + 1 + (nuint)labelCount) * sizeof(int));
        return (in KernelArgs args) =>
        {
            int* offsets = (int*)args.Scratch, sorted = offsets + batch + 1, lengths = args.In<int>(3);
            Group(binding, args.In<long>(1), args.In<int>(2), labelCount, batch, offsets, sorted);
            for (int b = 0; b < batch; b++) rules.Check(binding, b, new(sorted + offsets[b], offsets[b + 1] - offsets[b]), lengths[b], times);
            new Span<T>(args.Out<T>(0), batch).Clear();
            NativeMemory.Clear(args.Out<T>(1), checked((nuint)times * (nuint)batch * (nuint)classes * (nuint)sizeof(T)));
            WorkerPool.For(batch, 1, new CtcLossBody<T>(rules, batch, args.In<T>(0), offsets, sorted, lengths, args.Out<T>(0), args.Out<T>(1)));
        };
    }

    /// <summary>Brings the labels of each sequence together, in their order.</summary>
    private static void Group(KernelBinding binding, long* places, int* labels, int count, int batch, int* offsets, int* sorted)
    {
        new Span<int>(offsets, batch + 1).Clear();
        for (nint i = 0; i < count; i++)
        {
            if ((ulong)places[2 * i] >= (ulong)batch) throw binding.Error($"label {i} belongs to sequence {places[2 * i]}; there are {batch}.");
            offsets[places[2 * i] + 1]++;
        }
        for (int b = 0; b < batch; b++) offsets[b + 1] += offsets[b];
        for (nint i = 0; i < count; i++) sorted[offsets[places[2 * i]]++] = labels[i];
        // Each offset has moved on to the next sequence's.
        for (int b = batch; b > 0; b--) offsets[b] = offsets[b - 1];
        offsets[0] = 0;
    }
}
