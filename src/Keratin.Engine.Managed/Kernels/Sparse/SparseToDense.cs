namespace Keratin.Engines.Managed.Kernels;

/// <summary>SparseToDense: a default everywhere but for the values at given indices.</summary>
internal static unsafe class SparseToDense
{
    public static KernelBody Bind(KernelBinding binding)
    {
        Shape output = binding.Outputs[0].Shape, indices = binding.Inputs[0].Shape, values = binding.Inputs[2].Shape;
        // One index may be a scalar, indices into a vector need no second axis.
        var tuples = indices.Rank switch { 0 => [1, 1], 1 => indices.Append(1), 2 => indices, _ => throw binding.Error($"indices of shape {indices} must have at most 2 axes.") };
        if (tuples[1] != output.Rank) throw binding.Error($"indices of shape {indices} don't fit the shape {output}.");
        if (values.Rank > 0 && values != Shape.Create(tuples[0])) throw binding.Error($"{tuples[0]} values are needed; their shape is {values}.");
        var places = new Places(binding, output, tuples, input: 0);
        int size = binding.Size(2);
        var loop = new ScatterLoop(Combiner.Replace(size), output.ElementCount, 1, size) { SingleValue = values.Rank == 0 };
        var fill = Moves.Everywhere(binding, 3);
        bool validates = binding.Attrs.Bool("validate_indices");
        binding.ScratchBytes = checked((nuint)places.Count * sizeof(long));
        return (in KernelArgs args) =>
        {
            long* at = (long*)args.Scratch;
            for (long i = 0; i < places.Count; i++)
            {
                if ((at[i] = places.Find(args.In<byte>(0), i)) < 0) throw places.OutOfRange(args.In<byte>(0), i);
                if (validates && i > 0 && at[i] <= at[i - 1]) throw binding.Error($"indices[{i}] {(at[i] == at[i - 1] ? "is repeated" : "is out of order")}; set validate_indices to false to allow that.");
            }
            fill.Copy.Run(args.In<byte>(3), args.Out<byte>(0));
            loop.Run(args.Out<byte>(0), args.In<byte>(2), at, null, places.Count);
        };
    }
}
