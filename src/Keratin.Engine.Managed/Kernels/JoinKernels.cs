namespace Keratin.Engines.Managed.Kernels;

/// <summary>Joining tensors, splitting them, and moving their elements about.</summary>
internal static class JoinKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "ConcatV2" => Moving(static b => Concat(b, 0, b.Inputs.Length - 1)),
        "Concat" => Moving(static b => Concat(b, 1, 0)),
        "ConcatOffset" => new NumericKernel(ConcatOffset),
        "Pack" => Moving(static b => Moves.Body(PackMoves(b, b.Outputs[0].Shape, unpack: false))),
        "Unpack" => Moving(static b => Moves.Body(PackMoves(b, b.Inputs[0].Shape, unpack: true))),
        "Split" => Moving(static b => Split(b, 1, 0)),
        "SplitV" => Moving(static b => Split(b, 0, 2)),
        "Tile" => Moving(Tile),
        "Transpose" => Moving(static b => Moves.Body(Transpose(b))),
        "ConjugateTranspose" => Moving(ConjugateTranspose),
        "Reverse" or "ReverseV2" => Moving(Reverse),
        "Roll" => Moving(Roll),
        "InvertPermutation" => new NumericKernel(InvertPermutation),
        "ReverseSequence" => Moving(ReverseSequence.Bind),
        _ => null,
    };

    private static NumericKernel Moving(KernelFactory bind) => new(bind) { MovesElements = true };

    private static KernelBody Concat(KernelBinding binding, int firstValue, int axisInput)
    {
        var output = binding.Outputs[0].Shape;
        int axis = binding.RequiredAxis(axisInput, output.Rank);
        long[] strides = Moves.Strides(output);
        var moves = new Move[binding.Inputs.Length - 1];
        long offset = 0;
        for (int i = 0; i < moves.Length; i++)
        {
            var shape = binding.Inputs[firstValue + i].Shape;
            moves[i] = new(firstValue + i, 0, StridedCopy.Create(binding.Size(firstValue), shape.Dims, Moves.Strides(shape), strides, targetStart: offset * strides[axis]));
            offset += shape[axis];
        }
        return Moves.Body(moves);
    }

    private static unsafe KernelBody ConcatOffset(KernelBinding binding)
    {
        if (binding.Outputs.Length == 0) throw binding.Error("needs at least one shape.");
        int count = binding.Outputs.Length, rank = (int)binding.Inputs[1].Shape[0];
        bool wide = binding.IsWide(binding.Outputs[0].DType);
        return (in KernelArgs args) =>
        {
            int axis = *args.In<int>(0);
            if (axis < -rank || axis >= rank) throw binding.Error($"axis {axis} is out of range for {rank} axes.");
            axis = Moves.Axis(axis, rank);
            long offset = 0;
            for (int i = 0; i < count; i++)
                for (int j = 0; j < rank; j++)
                {
                    long size = wide ? args.In<long>(i + 1)[j] : args.In<int>(i + 1)[j], first = wide ? args.In<long>(1)[j] : args.In<int>(1)[j];
                    if (j != axis && size != first) throw binding.Error($"sizes {first} and {size} of axis {j} differ; only those of axis {axis} may.");
                    if (wide) args.Out<long>(i)[j] = j == axis ? offset : 0; else args.Out<int>(i)[j] = j == axis ? checked((int)offset) : 0;
                    if (j == axis) offset += size;
                }
        };
    }

    // One whole tensor for each index of the axis of the packed one.
    private static Move[] PackMoves(KernelBinding binding, Shape packed, bool unpack)
    {
        int axis = Moves.Axis(binding.Attrs.Int("axis"), packed.Rank);
        long[] strides = Moves.Strides(packed), part = [.. packed.Dims[..axis], .. packed.Dims[(axis + 1)..]], whole = [.. strides[..axis], .. strides[(axis + 1)..]], own = Moves.Strides(part);
        var moves = new Move[packed[axis]];
        for (int i = 0; i < moves.Length; i++)
            moves[i] = unpack
                ? new(0, i, StridedCopy.Create(binding.Size(), part, whole, own, sourceStart: i * strides[axis]))
                : new(i, 0, StridedCopy.Create(binding.Size(), part, own, whole, targetStart: i * strides[axis]));
        return moves;
    }

    private static KernelBody Split(KernelBinding binding, int valueInput, int axisInput)
    {
        var value = binding.Inputs[valueInput].Shape;
        int axis = binding.RequiredAxis(axisInput, value.Rank);
        long[] strides = Moves.Strides(value);
        var moves = new Move[binding.Outputs.Length];
        long offset = 0;
        for (int i = 0; i < moves.Length; i++)
        {
            var shape = binding.Outputs[i].Shape;
            moves[i] = new(valueInput, i, StridedCopy.Create(binding.Size(valueInput), shape.Dims, strides, Moves.Strides(shape), sourceStart: offset * strides[axis]));
            offset += shape[axis];
        }
        return Moves.Body(moves);
    }

    private static KernelBody Tile(KernelBinding binding)
    {
        Shape input = binding.Inputs[0].Shape, output = binding.Outputs[0].Shape;
        long[] own = Moves.Strides(input), whole = Moves.Strides(output);
        int rank = input.Rank;
        long[] counts = new long[2 * rank], source = new long[2 * rank], target = new long[2 * rank];
        for (int i = 0; i < rank; i++)
        {
            (counts[2 * i], source[2 * i], target[2 * i]) = (input[i] == 0 ? 0 : output[i] / input[i], 0, input[i] * whole[i]);
            (counts[2 * i + 1], source[2 * i + 1], target[2 * i + 1]) = (input[i], own[i], whole[i]);
        }
        return Moves.Body(new Move(0, 0, StridedCopy.Create(binding.Size(), counts, source, target)));
    }

    private static Move Transpose(KernelBinding binding)
    {
        long[] permutation = binding.RequiredIntegers(1), own = Moves.Strides(binding.Inputs[0].Shape), source = new long[permutation.Length];
        for (int i = 0; i < source.Length; i++) source[i] = own[Moves.Axis(permutation[i], source.Length)];
        var output = binding.Outputs[0].Shape;
        return new(0, 0, StridedCopy.Create(binding.Size(), output.Dims, source, Moves.Strides(output)));
    }

    private static unsafe KernelBody ConjugateTranspose(KernelBinding binding)
    {
        var move = Transpose(binding);
        var output = binding.Outputs[0];
        if (!output.DType.IsComplex()) return Moves.Body(move);
        return (in KernelArgs args) =>
        {
            move.Copy.Run(args.In<byte>(0), args.Out<byte>(0));
            Conjugation.Run(args.Out<byte>(0), output.DType, output.Shape.ElementCount);
        };
    }

    private static KernelBody Reverse(KernelBinding binding)
    {
        var shape = binding.Inputs[0].Shape;
        var reversed = new bool[shape.Rank];
        if (binding.Inputs[1].DType == DType.Bool) binding.Required(1).ToArray<bool>().CopyTo(reversed, 0);
        else
            foreach (long axis in binding.RequiredIntegers(1))
            {
                if (axis < -shape.Rank || axis >= shape.Rank) throw binding.Error($"axis {axis} is out of range for the shape {shape}.");
                if (reversed[Moves.Axis(axis, shape.Rank)]) throw binding.Error($"axis {axis} was given twice.");
                reversed[Moves.Axis(axis, shape.Rank)] = true;
            }
        long[] target = Moves.Strides(shape), source = Moves.Strides(shape);
        long start = 0;
        for (int i = 0; i < source.Length; i++)
        {
            if (!reversed[i]) continue;
            start += Math.Max(shape[i] - 1, 0) * source[i];
            source[i] = -source[i];
        }
        return Moves.Body(new Move(0, 0, StridedCopy.Create(binding.Size(), shape.Dims, source, target, sourceStart: start)));
    }

    private static KernelBody Roll(KernelBinding binding)
    {
        var shape = binding.Inputs[0].Shape;
        long[] shifts = binding.RequiredIntegers(1), axes = binding.RequiredIntegers(2), total = new long[shape.Rank], strides = Moves.Strides(shape);
        if (shifts.Length != axes.Length) throw binding.Error($"{shifts.Length} shifts were given for {axes.Length} axes.");
        for (int i = 0; i < axes.Length; i++)
        {
            if (axes[i] < -shape.Rank || axes[i] >= shape.Rank) throw binding.Error($"axis {axes[i]} is out of range for the shape {shape}.");
            int axis = Moves.Axis(axes[i], shape.Rank);
            if (shape[axis] > 0) total[axis] = ((total[axis] + shifts[i] % shape[axis]) % shape[axis] + shape[axis]) % shape[axis];
        }
        // Each rolled axis falls into two pieces, which change places.
        var moves = new List<Move>();
        Add(0, shape.ToArray(), 0, 0);
        return Moves.Body([.. moves]);

        void Add(int axis, long[] counts, long from, long to)
        {
            while (axis < counts.Length && total[axis] == 0) axis++;
            if (axis == counts.Length)
            {
                moves.Add(new(0, 0, StridedCopy.Create(binding.Size(), counts, strides, strides, from, to)));
                return;
            }
            long shift = total[axis], rest = shape[axis] - shift;
            Add(axis + 1, With(counts, axis, rest), from, to + shift * strides[axis]);
            Add(axis + 1, With(counts, axis, shift), from + rest * strides[axis], to);
        }

        static long[] With(long[] counts, int axis, long count)
        {
            long[] copy = (long[])counts.Clone();
            copy[axis] = count;
            return copy;
        }
    }

    private static unsafe KernelBody InvertPermutation(KernelBinding binding)
    {
        long count = binding.Inputs[0].Shape.ElementCount;
        bool wide = binding.IsWide(binding.Inputs[0].DType);
        return (in KernelArgs args) =>
        {
            void* target = args.Out<byte>(0);
            for (long i = 0; i < count; i++) if (wide) ((long*)target)[i] = -1; else ((int*)target)[i] = -1;
            for (long i = 0; i < count; i++)
            {
                long place = wide ? args.In<long>(0)[i] : args.In<int>(0)[i];
                if ((ulong)place >= (ulong)count) throw binding.Error($"{place} is no place among {count}.");
                if ((wide ? ((long*)target)[place] : ((int*)target)[place]) != -1) throw binding.Error($"{place} occurs twice.");
                if (wide) ((long*)target)[place] = i; else ((int*)target)[place] = (int)i;
            }
        };
    }
}
