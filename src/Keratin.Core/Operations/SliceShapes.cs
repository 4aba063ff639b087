namespace Keratin.Operations;

/// <summary>Shapes of slices, of padded tensors, and of blocks moved between axes.</summary>
internal static class SliceShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Slice" => Slice,
        "StridedSlice" => StridedSlice,
        "StridedSliceGrad" => static c => c.Outputs[0] = ArrayShapes.Dimensions(c, 0),
        "TensorStridedSliceUpdate" => InferenceHelpers.SameAsFirst,
        "Pad" => static c => Pad(c, 1),
        "PadV2" => static c =>
        {
            c.Ranked(2, 0);
            Pad(c, 1);
        },
        "MirrorPad" => static c => Pad(c, 1),
        "MirrorPadGrad" => static c => Pad(c, -1),
        "SpaceToBatchND" => static c => ToBatch(c, c.Integers(1), 2),
        "BatchToSpaceND" => static c => FromBatch(c, c.Integers(1), 2),
        "SpaceToBatch" => static c => ToBatch(c, [c.Attrs.Int("block_size"), c.Attrs.Int("block_size")], 1),
        "BatchToSpace" => static c => FromBatch(c, [c.Attrs.Int("block_size"), c.Attrs.Int("block_size")], 1),
        "SpaceToDepth" => static c => Depth(c, toDepth: true),
        "DepthToSpace" => static c => Depth(c, toDepth: false),
        "ExtractImagePatches" => static c => Patches(c, 2),
        "ExtractVolumePatches" => static c => Patches(c, 3),
        _ => null,
    };

    private static void Slice(InferenceContext c)
    {
        var input = c.Input(0);
        long[]? begin = c.Integers(1), size = c.Integers(2);
        if (!input.HasRank)
        {
            if ((begin ?? size) is { } known) c.Outputs[0] = Shape.UnknownOfRank(known.Length);
            return;
        }
        if ((begin is not null && begin.Length != input.Rank) || (size is not null && size.Length != input.Rank)) throw c.Error($"begin and size must have an entry for each axis of the shape {input}.");
        var partial = size is null ? c.ShapeValue(2) : Shape.Unknown;
        var dims = new long[input.Rank];
        for (int i = 0; i < dims.Length; i++)
        {
            dims[i] = size is not null ? size[i] : partial.Rank == dims.Length ? partial[i] : -1;
            if (size is not null && size[i] < -1) throw c.Error($"the size {size[i]} is negative.");
            if (begin is not null && (begin[i] < 0 || (input[i] >= 0 && begin[i] > input[i]))) throw c.Error($"begin {begin[i]} of axis {i} is out of range for the shape {input}.");
            if (size is not null && size[i] == -1) dims[i] = begin is null || input[i] < 0 ? -1 : input[i] - begin[i];
            else if (begin is not null && dims[i] > input[i] - begin[i] && input[i] >= 0) throw c.Error($"{dims[i]} elements from {begin[i]} of axis {i} exceed the shape {input}.");
        }
        c.Outputs[0] = Shape.Create(dims);
    }

    private static void StridedSlice(InferenceContext c)
    {
        if (c.Input(0).HasRank && Length(c) is { } length)
            c.Outputs[0] = Geometry(c, c.Input(0), 1, length).Result;
    }

    private static int? Length(InferenceContext c)
    {
        for (int i = 1; i <= 3; i++)
            if (c.Input(i) is { Rank: 1, IsFullyDefined: true } shape) return (int)shape[0];
        return null;
    }

    private static StridedSliceGeometry Geometry(InferenceContext c, Shape input, int firstBound, int length)
    {
        try
        {
            return StridedSliceGeometry.Of(input, c.Integers(firstBound), c.Integers(firstBound + 1), c.Integers(firstBound + 2), length, c.Attrs);
        }
        catch (ArgumentException e) { throw c.Error(e.Message); }
    }

    private static void Pad(InferenceContext c, int sign)
    {
        var input = c.Input(0);
        var paddings = c.Input(1);
        if (paddings.HasRank && (paddings.Rank != 2 || paddings[1] is not (2 or -1))) throw c.Error($"paddings must be a matrix of two columns; their shape is {paddings}.");
        if (!input.HasRank)
        {
            if (paddings.HasRank && paddings[0] >= 0) c.Outputs[0] = Shape.UnknownOfRank((int)paddings[0]);
            return;
        }
        if (c.Integers(1) is not { } amounts)
        {
            c.Outputs[0] = Shape.UnknownOfRank(input.Rank);
            return;
        }
        if (amounts.Length != 2 * input.Rank) throw c.Error($"paddings have shape {paddings}; the shape {input} takes ({input.Rank}, 2).");
        bool mirrors = c.Operation.Op.Name is "MirrorPad" or "MirrorPadGrad", symmetric = mirrors && c.Attrs.Text("mode") == "SYMMETRIC";
        var dims = new long[input.Rank];
        for (int i = 0; i < dims.Length; i++)
        {
            long before = amounts[2 * i], after = amounts[2 * i + 1];
            if (before < 0 || after < 0) throw c.Error($"paddings must not be negative; axis {i} has {before} and {after}.");
            dims[i] = input[i] < 0 ? -1 : checked(input[i] + sign * (before + after));
            long inner = sign > 0 ? input[i] : dims[i], most = symmetric ? inner : inner - 1;
            if (mirrors && input[i] >= 0 && (before > Math.Max(most, 0) || after > Math.Max(most, 0)))
                throw c.Error($"paddings {before} and {after} of axis {i} exceed what there is to mirror: {Math.Max(most, 0)} of size {inner}.");
        }
        c.Outputs[0] = c.Sizes(dims);
    }

    private static void ToBatch(InferenceContext c, long[]? block, int paddingsInput)
    {
        var input = c.Input(0);
        if (!input.HasRank || block is null) return;
        var paddings = c.Integers(paddingsInput);
        CheckBlock(c, input, block, paddings);
        long[] dims = input.ToArray();
        for (int i = 0; i < block.Length; i++)
        {
            dims[0] = dims[0] < 0 ? -1 : checked(dims[0] * block[i]);
            if (dims[i + 1] < 0) continue;
            long padded = paddings is null ? -1 : checked(dims[i + 1] + paddings[2 * i] + paddings[2 * i + 1]);
            if (padded % block[i] > 0) throw c.Error($"the padded size {padded} of axis {i + 1} is no multiple of the block size {block[i]}.");
            dims[i + 1] = padded < 0 ? -1 : padded / block[i];
        }
        c.Outputs[0] = c.Sizes(dims);
    }

    private static void FromBatch(InferenceContext c, long[]? block, int cropsInput)
    {
        var input = c.Input(0);
        if (!input.HasRank || block is null) return;
        var crops = c.Integers(cropsInput);
        CheckBlock(c, input, block, crops);
        long[] dims = input.ToArray();
        for (int i = 0; i < block.Length; i++)
        {
            if (dims[0] >= 0 && dims[0] % block[i] != 0) throw c.Error($"the batch size {input[0]} is no multiple of the block size.");
            if (dims[0] >= 0) dims[0] /= block[i];
            if (dims[i + 1] >= 0) dims[i + 1] = crops is null ? -1 : checked(dims[i + 1] * block[i] - crops[2 * i] - crops[2 * i + 1]);
            if (dims[i + 1] < -1 || (crops is not null && input[i + 1] >= 0 && dims[i + 1] < 0)) throw c.Error($"more is cropped from axis {i + 1} than there is.");
        }
        c.Outputs[0] = c.Sizes(dims);
    }

    private static void CheckBlock(InferenceContext c, Shape input, long[] block, long[]? margins)
    {
        if (input.Rank < block.Length + 1) throw c.Error($"the shape {input} has too few axes for {block.Length} block sizes.");
        if (margins is not null && margins.Length != 2 * block.Length) throw c.Error($"a pair of margins is needed for each of {block.Length} axes.");
        foreach (long size in block) if (size < 1) throw c.Error($"block sizes must be positive; {size} was given.");
        foreach (long margin in margins ?? []) if (margin < 0) throw c.Error($"margins must not be negative; {margin} was given.");
    }

    private static void Depth(InferenceContext c, bool toDepth)
    {
        bool channelsFirst = c.Attrs.Text("data_format") == "NCHW";
        if (!channelsFirst && c.Attrs.Text("data_format") != "NHWC") throw c.Error($"data_format {c.Attrs.Text("data_format")} is not supported; use NHWC or NCHW.");
        var input = c.Ranked(0, 4);
        long block = c.Attrs.Int("block_size");
        if (block < 2) throw c.Error($"block_size must be 2 or more; it is {block}.");
        int channel = channelsFirst ? 1 : 3;
        long[] dims = input.ToArray();
        for (int i = 1; i < 4; i++)
        {
            long factor = i == channel ? checked(block * block) : block;
            if (dims[i] < 0) continue;
            if ((i == channel) == toDepth) dims[i] = checked(dims[i] * factor);
            else if (dims[i] % factor != 0) throw c.Error($"the size {dims[i]} of axis {i} is no multiple of {factor}.");
            else dims[i] /= factor;
        }
        c.Outputs[0] = c.Sizes(dims);
    }

    private static void Patches(InferenceContext c, int spatial)
    {
        var input = c.Ranked(0, spatial + 2);
        long[] sizes = c.Attrs.Ints("ksizes"), strides = c.Attrs.Ints("strides");
        long[] rates = spatial == 2 ? c.Attrs.Ints("rates") : [1, 1, 1, 1, 1];
        if (sizes.Length != spatial + 2 || strides.Length != spatial + 2 || rates.Length != spatial + 2) throw c.Error($"ksizes, strides and rates take {spatial + 2} numbers.");
        bool same = c.Attrs.Text("padding") == "SAME";
        long[] dims = input.ToArray();
        for (int i = 0; i < dims.Length; i++)
        {
            bool outer = i == 0 || i == spatial + 1;
            if (outer ? sizes[i] != 1 || strides[i] != 1 || rates[i] != 1 : sizes[i] < 1 || strides[i] < 1 || rates[i] < 1)
                throw c.Error("ksizes, strides and rates must be positive, and 1 for batch and channels.");
            if (outer || dims[i] < 0) continue;
            long window = checked((sizes[i] - 1) * rates[i] + 1);
            dims[i] = same ? (dims[i] + strides[i] - 1) / strides[i] : Math.Max(0, (dims[i] - window + strides[i]) / strides[i]);
        }
        long depth = dims[^1];
        foreach (long size in sizes) depth = depth < 0 ? -1 : checked(depth * size);
        dims[^1] = depth;
        c.Outputs[0] = c.Sizes(dims);
    }
}
