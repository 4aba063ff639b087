namespace Keratin.Engines.Managed.Kernels;

/// <summary>ReverseSequence: turns the front of each sequence around, as long as it says, and leaves the rest.</summary>
internal static unsafe class ReverseSequence
{
    public static KernelBody Bind(KernelBinding binding)
    {
        var shape = binding.Inputs[0].Shape;
        int sequence = Axis(binding, "seq_dim"), batch = Axis(binding, "batch_dim");
        if (sequence == batch) throw binding.Error($"seq_dim and batch_dim are both {batch}.");
        if (binding.Inputs[1].Shape is not { Rank: 1 } lengths || lengths[0] != shape[batch]) throw binding.Error($"seq_lengths of shape {binding.Inputs[1].Shape} must hold one length for each of {shape[batch]} sequences.");
        // All that is at one time of one sequence: copied at once, from where it was to where it goes.
        long[] strides = Moves.Strides(shape), counts = shape.ToArray();
        (counts[sequence], counts[batch]) = (1, 1);
        var step = StridedCopy.Create(binding.Size(), counts, strides, strides);
        long batches = shape[batch], times = shape[sequence], batchBytes = strides[batch] * binding.Size(), timeBytes = strides[sequence] * binding.Size();
        var read = IndexReader.For(binding.Inputs[1].DType);
        return (in KernelArgs args) =>
        {
            for (long b = 0; b < batches; b++)
            {
                long length = read(args.In<byte>(1), b);
                if ((ulong)length > (ulong)times) throw binding.Error($"the length {length} of sequence {b} is not within 0 … {times}.");
                for (long t = 0; t < times; t++)
                    step.Run(args.In<byte>(0) + b * batchBytes + (t < length ? length - 1 - t : t) * timeBytes, args.Out<byte>(0) + b * batchBytes + t * timeBytes);
            }
        };
    }

    private static int Axis(KernelBinding binding, string attr)
    {
        long axis = binding.Attrs.Int(attr);
        int rank = binding.Inputs[0].Shape.Rank;
        return axis >= 0 && axis < rank ? (int)axis : throw binding.Error($"{attr} {axis} is out of range for {rank} axes.");
    }
}
