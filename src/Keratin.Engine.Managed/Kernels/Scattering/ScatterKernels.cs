namespace Keratin.Engines.Managed.Kernels;

/// <summary>Writing or combining values at given places of a new tensor, of a copy of one, or of a variable.</summary>
internal static unsafe class ScatterKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "ScatterNd" => new NumericKernel(static b => Nd(b, 0, 1, "Add", Moves.Everywhere(b, Move.Zero))),
        "TensorScatterUpdate" => new NumericKernel(static b => Nd(b, 1, 2, "Update", Moves.Whole(b))) { MovesElements = true },
        "TensorScatterAdd" or "TensorScatterSub" or "TensorScatterMin" or "TensorScatterMax" => new NumericKernel(b => Nd(b, 1, 2, op[^3..], Moves.Whole(b))),
        "ScatterNdNonAliasingAdd" => new NumericKernel(static b => Nd(b, 1, 2, "Add", Moves.Whole(b))),
        "DynamicPartition" => new ObjectKernel(DynamicStitch.Partition),
        "DynamicStitch" or "ParallelDynamicStitch" => new NumericKernel(DynamicStitch.Bind) { MovesElements = true },
        "ResourceScatterUpdate" => Rows("Update"),
        "ResourceScatterAdd" or "ResourceScatterSub" or "ResourceScatterMul" or "ResourceScatterDiv" or "ResourceScatterMin" or "ResourceScatterMax" => Rows(op[^3..]),
        "ResourceScatterNdUpdate" => NdInPlace("Update"),
        "ResourceScatterNdAdd" or "ResourceScatterNdSub" or "ResourceScatterNdMin" or "ResourceScatterNdMax" => NdInPlace(op[^3..]),
        _ => null,
    };

    private static NumericKernel NdInPlace(string way) => new(binding => Nd(binding, 1, 2, way, null)) { UpdatesVariables = true };

    private static NumericKernel Rows(string way) => new(binding => Rows(binding, way)) { UpdatesVariables = true };

    /// <summary>Scatters by tuples of indices into output 0, which <paramref name="before"/> fills, or else into the variable that input 0 is.</summary>
    private static KernelBody Nd(KernelBinding binding, int indicesInput, int updatesInput, string way, Move? before)
    {
        var target = before is null ? binding.Inputs[0] : binding.Outputs[0];
        var indices = binding.Inputs[indicesInput].Shape;
        Operations.GatherShapes.CheckScatter(binding.Error, target.Shape, indices, binding.Inputs[updatesInput].Shape);
        if (binding.Inputs[updatesInput].DType != target.DType) throw binding.Error($"updates of {binding.Inputs[updatesInput].DType.Name()} don't fit {target.DType.Name()}.");
        var places = new Places(binding, target.Shape, indices, indicesInput);
        var loop = new ScatterLoop(
            Combiner.Of(binding, way, target.DType), target.Shape[..places.Depth].ElementCount, target.Shape[places.Depth..].ElementCount, target.DType.Size());
        bool ignores = binding.Attrs.TryGet("bad_indices_policy", out var policy) && policy.Text == "IGNORE";
        binding.ScratchBytes = checked((nuint)places.Count * sizeof(long));
        return (in KernelArgs args) =>
        {
            byte* index = args.In<byte>(indicesInput);
            long* at = (long*)args.Scratch;
            for (long i = 0; i < places.Count; i++)
                if ((at[i] = places.Find(index, i)) < 0 && !ignores) throw places.OutOfRange(index, i);
            if (before is { } first) first.Copy.Run(first.Input == Move.Zero ? Moves.ZeroBytes : args.In<byte>(0), args.Out<byte>(0));
            loop.Run(before is null ? args.In<byte>(0) : args.Out<byte>(0), args.In<byte>(updatesInput), at, null, places.Count);
        };
    }

    /// <summary>Scatters whole rows of a variable; the update may be one number for all of them.</summary>
    private static KernelBody Rows(KernelBinding binding, string way)
    {
        Shape target = binding.Inputs[0].Shape, indices = binding.Inputs[1].Shape, updates = binding.Inputs[2].Shape;
        if (target.Rank == 0) throw binding.Error("a scalar variable has no rows.");
        bool single = updates.Rank == 0;
        if (!single && updates != indices.Concat(target[1..])) throw binding.Error($"updates of shape {updates} were given for indices of shape {indices} and a variable of shape {target}; {indices.Concat(target[1..])} is needed.");
        var dtype = binding.Inputs[0].DType;
        if (binding.Inputs[2].DType != dtype) throw binding.Error($"updates of {binding.Inputs[2].DType.Name()} don't fit a variable of {dtype.Name()}.");
        var loop = new ScatterLoop(Combiner.Of(binding, way, dtype), target[0], target[1..].ElementCount, dtype.Size()) { SingleValue = single };
        var read = IndexReader.For(binding.Inputs[1].DType);
        long count = indices.ElementCount, rows = target[0];
        binding.ScratchBytes = checked((nuint)count * sizeof(long));
        return (in KernelArgs args) =>
        {
            byte* index = args.In<byte>(1);
            long* at = (long*)args.Scratch;
            for (long i = 0; i < count; i++)
                if ((ulong)(at[i] = read(index, i)) >= (ulong)rows) throw binding.Error($"index {at[i]} (number {i}) is not within 0 … {rows - 1}.");
            loop.Run(args.In<byte>(0), args.In<byte>(2), at, null, count);
        };
    }
}
