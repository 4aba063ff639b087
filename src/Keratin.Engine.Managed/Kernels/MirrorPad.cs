namespace Keratin.Engines.Managed.Kernels;

/// <summary>MirrorPad continues a tensor beyond its edges as a mirror image; its gradient adds the images back up.</summary>
internal static unsafe class MirrorPad
{
    public static KernelBody Bind(KernelBinding binding)
    {
        var moves = new List<Move>();
        foreach (var part in Parts(binding, binding.Inputs[0].Shape, binding.Outputs[0].Shape))
            moves.Add(new(0, 0, StridedCopy.Create(binding.Size(), part.Counts, part.InnerStrides, part.OuterStrides, part.InnerStart, part.OuterStart)));
        return Moves.Body([.. moves]);
    }

    // Each image is brought into the order of the inner tensor and added, one after the other.
    public static KernelBody BindGradient(KernelBinding binding)
    {
        Shape inner = binding.Outputs[0].Shape;
        var dtype = binding.Outputs[0].DType;
        int size = dtype.Size();
        var add = Combiner.Of(binding, "Add", dtype);
        var images = new List<StridedCopy>();
        foreach (var part in Parts(binding, inner, binding.Inputs[0].Shape))
            images.Add(StridedCopy.Create(size, part.Counts, part.OuterStrides, part.InnerStrides, part.OuterStart, part.InnerStart));
        long count = inner.ElementCount;
        binding.ScratchBytes = checked((nuint)(count * size));
        var clear = new FillCode(dtype, 0, count);
        return (in KernelArgs args) =>
        {
            byte* sum = args.Out<byte>(0);
            clear.Run(sum);
            foreach (var image in images)
            {
                clear.Run(args.Scratch);
                image.Run(args.In<byte>(0), args.Scratch);
                add.Run(sum, args.Scratch, (nint)count);
            }
        };
    }

    private readonly record struct Part(long[] Counts, long[] InnerStrides, long[] OuterStrides, long InnerStart, long OuterStart);

    // Along each axis: the image before, the tensor itself, the image after.
    private static List<Part> Parts(KernelBinding binding, Shape inner, Shape outer)
    {
        long[] paddings = binding.RequiredIntegers(1), innerStrides = Moves.Strides(inner), outerStrides = Moves.Strides(outer);
        long edge = binding.Attrs.Text("mode") switch
        {
            "SYMMETRIC" => 0,
            "REFLECT" => 1,
            var other => throw binding.Error($"mode '{other}' is not known; it is REFLECT or SYMMETRIC."),
        };
        var parts = new List<Part> { new(inner.ToArray(), innerStrides, outerStrides, 0, 0) };
        for (int axis = 0; axis < inner.Rank; axis++)
        {
            long before = paddings[2 * axis], after = paddings[2 * axis + 1], size = inner[axis];
            var next = new List<Part>();
            foreach (var part in parts)
            {
                Add(part, size, 1, 0, before);
                if (before > 0) Add(part, before, -1, before - 1 + edge, 0);
                if (after > 0) Add(part, after, -1, size - 1 - edge, before + size);
            }
            parts = next;

            void Add(Part part, long count, int direction, long from, long to)
            {
                long[] counts = (long[])part.Counts.Clone(), strides = (long[])part.InnerStrides.Clone();
                counts[axis] = count;
                strides[axis] *= direction;
                next.Add(new(counts, strides, outerStrides, part.InnerStart + from * innerStrides[axis], part.OuterStart + to * outerStrides[axis]));
            }
        }
        return parts;
    }
}
