namespace Keratin.Engines.Managed.Kernels;

/// <summary>Blocks of pixels moved between axes, and patches of images.</summary>
internal static class BlockKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "SpaceToBatchND" => Moving(static b => Batch(b, b.RequiredIntegers(1), b.RequiredIntegers(2), toBatch: true)),
        "BatchToSpaceND" => Moving(static b => Batch(b, b.RequiredIntegers(1), b.RequiredIntegers(2), toBatch: false)),
        "SpaceToBatch" => Moving(static b => Batch(b, SquareBlock(b), b.RequiredIntegers(1), toBatch: true)),
        "BatchToSpace" => Moving(static b => Batch(b, SquareBlock(b), b.RequiredIntegers(1), toBatch: false)),
        "SpaceToDepth" => Moving(static b => Depth(b, b.Inputs[0].Shape, b.Outputs[0].Shape, toDepth: true)),
        "DepthToSpace" => Moving(static b => Depth(b, b.Outputs[0].Shape, b.Inputs[0].Shape, toDepth: false)),
        "ExtractImagePatches" => Moving(static b => Patches(b, b.Attrs.Ints("rates"))),
        "ExtractVolumePatches" => Moving(static b => Patches(b, [1, 1, 1, 1, 1])),
        "MirrorPad" => Moving(MirrorPad.Bind),
        "MirrorPadGrad" => new NumericKernel(MirrorPad.BindGradient),
        _ => null,
    };

    private static NumericKernel Moving(KernelFactory bind) => new(bind) { MovesElements = true };

    private static long[] SquareBlock(KernelBinding binding) => [binding.Attrs.Int("block_size"), binding.Attrs.Int("block_size")];

    // Batch entry (block offset, n) holds the pixels at that offset of every block: one copy for each offset.
    private static KernelBody Batch(KernelBinding binding, long[] block, long[] margins, bool toBatch)
    {
        Shape space = (toBatch ? binding.Inputs : binding.Outputs)[0].Shape, batch = (toBatch ? binding.Outputs : binding.Inputs)[0].Shape;
        long[] spaceStrides = Moves.Strides(space), batchStrides = Moves.Strides(batch);
        var moves = new List<Move>();
        bool padded = toBatch && Array.Exists(margins, static margin => margin > 0);
        if (padded) moves.Add(Moves.Everywhere(binding, Move.Zero));
        long offsets = 1;
        foreach (long size in block) offsets *= size;
        for (long offset = 0; offset < offsets; offset++)
        {
            long[] counts = space.ToArray(), inSpace = (long[])spaceStrides.Clone();
            long spaceStart = 0, batchStart = offset * space[0] * batchStrides[0], rest = offset;
            for (int i = block.Length - 1; i >= 0; i--)
            {
                (rest, long within) = Math.DivRem(rest, block[i]);
                var (first, count, at) = Inside(within - margins[2 * i], block[i], batch[i + 1], space[i + 1]);
                counts[i + 1] = count;
                spaceStart += at * spaceStrides[i + 1];
                batchStart += first * batchStrides[i + 1];
                inSpace[i + 1] = block[i] * spaceStrides[i + 1];
            }
            if (Array.IndexOf(counts, 0) >= 0) continue;
            moves.Add(new(0, 0, toBatch
                ? StridedCopy.Create(binding.Size(), counts, inSpace, batchStrides, spaceStart, batchStart)
                : StridedCopy.Create(binding.Size(), counts, batchStrides, inSpace, batchStart, spaceStart)));
        }
        return Moves.Body([.. moves]);
    }

    // Of the positions start, start + step, …: the number of the first that lies within 0 … size − 1, how many do, and where the first lies.
    private static (long First, long Count, long At) Inside(long start, long step, long positions, long size)
    {
        long first = start >= 0 ? 0 : (-start + step - 1) / step;
        long end = Math.Min(positions, size <= start ? 0 : (size - start + step - 1) / step);
        return end <= first ? (0, 0, 0) : (first, end - first, start + first * step);
    }

    private static KernelBody Depth(KernelBinding binding, Shape space, Shape depth, bool toDepth)
    {
        long block = binding.Attrs.Int("block_size");
        bool channelsFirst = binding.Attrs.Text("data_format") == "NCHW";
        int row = channelsFirst ? 2 : 1, column = row + 1, channel = channelsFirst ? 1 : 3;
        long[] s = Moves.Strides(space), d = Moves.Strides(depth);
        // The channels of a block: first its rows, then its columns, then the channels of a pixel.
        long[] counts = [space[0], depth[row], depth[column], block, block, space[channel]];
        long[] inSpace = [s[0], block * s[row], block * s[column], s[row], s[column], s[channel]];
        long[] inDepth = [d[0], d[row], d[column], block * space[channel] * d[channel], space[channel] * d[channel], d[channel]];
        return Moves.Body(new Move(0, 0, toDepth
            ? StridedCopy.Create(binding.Size(), counts, inSpace, inDepth)
            : StridedCopy.Create(binding.Size(), counts, inDepth, inSpace)));
    }

    // One copy for each place within the window.
    private static KernelBody Patches(KernelBinding binding, long[] rates)
    {
        Shape input = binding.Inputs[0].Shape, output = binding.Outputs[0].Shape;
        long[] sizes = binding.Attrs.Ints("ksizes"), steps = binding.Attrs.Ints("strides"), inputStrides = Moves.Strides(input), outputStrides = Moves.Strides(output);
        int spatial = input.Rank - 2;
        bool same = binding.Attrs.Text("padding") == "SAME";
        var moves = new List<Move> { Moves.Everywhere(binding, Move.Zero) };
        long places = 1;
        for (int i = 1; i <= spatial; i++) places *= sizes[i];
        for (long place = 0; place < places; place++)
        {
            long[] counts = output.ToArray(), source = (long[])inputStrides.Clone();
            counts[^1] = input[^1];
            long from = 0, to = place * input[^1], rest = place;
            for (int i = spatial; i >= 1; i--)
            {
                (rest, long within) = Math.DivRem(rest, sizes[i]);
                long window = (sizes[i] - 1) * rates[i] + 1, before = same ? Math.Max(0, (output[i] - 1) * steps[i] + window - input[i]) / 2 : 0;
                var (first, count, at) = Inside(within * rates[i] - before, steps[i], output[i], input[i]);
                counts[i] = count;
                from += at * inputStrides[i];
                to += first * outputStrides[i];
                source[i] = steps[i] * inputStrides[i];
            }
            if (Array.IndexOf(counts, 0) < 0) moves.Add(new(0, 0, StridedCopy.Create(binding.Size(), counts, source, outputStrides, from, to)));
        }
        return Moves.Body([.. moves]);
    }
}
