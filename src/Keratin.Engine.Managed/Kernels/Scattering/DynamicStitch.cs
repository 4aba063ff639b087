using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>DynamicPartition deals slices out by number; DynamicStitch puts slices at given places of one tensor.</summary>
internal static unsafe class DynamicStitch
{
    public static EagerTensor[] Partition(Operation operation, EagerTensor[] inputs)
    {
        EagerTensor data = inputs[0], partitions = inputs[1];
        if (partitions.Rank > data.Rank || data.Shape[..partitions.Rank] != partitions.Shape)
            throw new OpException(operation, $"partitions of shape {partitions.Shape} must match the front of the data's shape {data.Shape}.");
        var members = new List<long>[checked((int)operation.Attrs.Int("num_partitions"))];
        for (int i = 0; i < members.Length; i++) members[i] = [];
        long[] numbers = partitions.WholeNumbers();
        for (int i = 0; i < numbers.Length; i++)
        {
            if ((ulong)numbers[i] >= (ulong)members.Length) throw new OpException(operation, $"partition {numbers[i]} (number {i}) is not within 0 … {members.Length - 1}.");
            members[(int)numbers[i]].Add(i);
        }
        var slices = data.WithShape(data.Shape[partitions.Rank..].Prepend(numbers.Length));
        return Array.ConvertAll(members, places => Eager.Call("GatherV2", [slices, Tensor.From(places.ToArray()), Tensor.Scalar(0)]));
    }

    // Later slices take the place of earlier ones.
    public static KernelBody Bind(KernelBinding binding)
    {
        int parts = binding.Inputs.Length / 2, size = binding.Size(parts);
        var output = binding.Outputs[0].Shape;
        long rows = output[0], elements = output[1..].ElementCount, most = 0;
        var counts = new long[parts];
        for (int i = 0; i < parts; i++) most = Math.Max(most, counts[i] = binding.Inputs[i].Shape.ElementCount);
        var clear = Moves.Everywhere(binding, Move.Zero);
        var loop = new ScatterLoop(Combiner.Replace(size), rows, elements, size);
        binding.ScratchBytes = checked((nuint)most * sizeof(long));
        return (in KernelArgs args) =>
        {
            clear.Copy.Run(Moves.ZeroBytes, args.Out<byte>(0));
            long* at = (long*)args.Scratch;
            for (int part = 0; part < parts; part++)
            {
                for (long i = 0; i < counts[part]; i++)
                    if ((ulong)(at[i] = args.In<int>(part)[i]) >= (ulong)rows) throw binding.Error($"index {at[i]} (number {i} of part {part}) is not within 0 … {rows - 1}.");
                loop.Run(args.Out<byte>(0), args.In<byte>(parts + part), at, null, counts[part]);
            }
        };
    }
}
