using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>Taking slices and writing to them, and padding with a value.</summary>
internal static unsafe class SliceKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Slice" => Moving(Slice),
        "StridedSlice" => Moving(StridedSlice),
        "StridedSliceGrad" => Moving(StridedSliceGrad),
        "TensorStridedSliceUpdate" => Moving(StridedSliceUpdate),
        "ResourceStridedSliceAssign" => new NumericKernel(StridedSliceAssign) { UpdatesVariables = true },
        "Pad" => Moving(static b => Pad(b, Move.Zero)),
        "PadV2" => Moving(static b => Pad(b, 2)),
        _ => null,
    };

    private static NumericKernel Moving(KernelFactory bind) => new(bind) { MovesElements = true };

    private static KernelBody Slice(KernelBinding binding)
    {
        long[] begin = binding.RequiredIntegers(1), strides = Moves.Strides(binding.Inputs[0].Shape);
        var output = binding.Outputs[0].Shape;
        long start = 0;
        for (int i = 0; i < begin.Length; i++) start += begin[i] * strides[i];
        return Moves.Body(new Move(0, 0, StridedCopy.Create(binding.Size(), output.Dims, strides, Moves.Strides(output), sourceStart: start)));
    }

    private static KernelBody StridedSlice(KernelBinding binding)
    {
        var slice = Places(binding, binding.Inputs[0].Shape, 1);
        return Moves.Body(new Move(0, 0, StridedCopy.Create(binding.Size(), slice.Counts, slice.Strides, Moves.Strides(slice.Counts), sourceStart: slice.Start)));
    }

    private static KernelBody StridedSliceGrad(KernelBinding binding)
    {
        var slice = Places(binding, binding.Outputs[0].Shape, 1);
        CheckValue(binding, slice.Result, 4);
        return Moves.Body(Moves.Everywhere(binding, Move.Zero), new Move(4, 0, Into(binding.Size(4), slice)));
    }

    private static KernelBody StridedSliceUpdate(KernelBinding binding)
    {
        var slice = Places(binding, binding.Inputs[0].Shape, 1);
        CheckValue(binding, slice.Result, 4);
        return Moves.Body(Moves.Whole(binding), new Move(4, 0, Into(binding.Size(), slice)));
    }

    private static KernelBody StridedSliceAssign(KernelBinding binding)
    {
        binding.CheckVariable(binding.Inputs[4].DType);
        var slice = Places(binding, binding.Inputs[0].Shape, 1);
        CheckValue(binding, slice.Result, 4);
        var copy = Into(binding.Size(), slice);
        return (in KernelArgs args) => copy.Run(args.In<byte>(4), args.In<byte>(0));
    }

    private static StridedCopy Into(int size, (long[] Counts, long[] Strides, long Start, Shape Result) slice) =>
        StridedCopy.Create(size, slice.Counts, Moves.Strides(slice.Counts), slice.Strides, targetStart: slice.Start);

    private static void CheckValue(KernelBinding binding, Shape slice, int input)
    {
        if (binding.Inputs[input].Shape != slice) throw binding.Error($"the value has shape {binding.Inputs[input].Shape}; the slice has {slice}.");
    }

    private static (long[] Counts, long[] Strides, long Start, Shape Result) Places(KernelBinding binding, Shape sliced, int firstBound)
    {
        long[] begin = binding.RequiredIntegers(firstBound), end = binding.RequiredIntegers(firstBound + 1), step = binding.RequiredIntegers(firstBound + 2), strides = Moves.Strides(sliced);
        StridedSliceGeometry slice;
        try { slice = StridedSliceGeometry.Of(sliced, begin, end, step, begin.Length, binding.Attrs); }
        catch (ArgumentException e) { throw binding.Error(e.Message); }
        long start = 0;
        for (int i = 0; i < strides.Length; i++)
        {
            start += slice.Begin[i] * strides[i];
            strides[i] *= slice.Count[i] > 1 ? slice.Stride[i] : 0;
        }
        return (slice.Count, strides, start, slice.Result);
    }

    // The inside is copied; what surrounds it falls into two blocks an axis.
    private static KernelBody Pad(KernelBinding binding, int valueInput)
    {
        Shape input = binding.Inputs[0].Shape, output = binding.Outputs[0].Shape;
        long[] paddings = binding.RequiredIntegers(1), strides = Moves.Strides(output), still = new long[input.Rank], counts = output.ToArray();
        int size = binding.Size();
        var moves = new List<Move>();
        long start = 0;
        for (int i = 0; i < input.Rank; i++)
        {
            long before = paddings[2 * i], after = paddings[2 * i + 1];
            Border(i, before, start);
            Border(i, after, start + (before + input[i]) * strides[i]);
            start += before * strides[i];
            counts[i] = input[i];
        }
        moves.Add(new(0, 0, StridedCopy.Create(size, counts, Moves.Strides(input), strides, targetStart: start)));
        return Moves.Body([.. moves]);

        void Border(int axis, long width, long from)
        {
            if (width == 0) return;
            counts[axis] = width;
            moves.Add(new(valueInput, 0, StridedCopy.Create(size, counts, still, strides, targetStart: from)));
            counts[axis] = output[axis];
        }
    }
}
