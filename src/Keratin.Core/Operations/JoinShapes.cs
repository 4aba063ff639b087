namespace Keratin.Operations;

/// <summary>Shapes of ops that join tensors, split them or move their elements about.</summary>
internal static class JoinShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "ConcatV2" => static c => Concat(c, 0, c.InputCount - 1),
        "Concat" => static c => Concat(c, 1, 0),
        "ConcatOffset" => static c =>
        {
            c.Ranked(0, 0);
            var first = Shape.UnknownOfRank(1);
            for (int i = 0; i < c.Outputs.Length; i++) first = c.Merge(first, c.Ranked(i + 1, 1));
            Array.Fill(c.Outputs, first);
        },
        "Pack" => Pack,
        "Unpack" => Unpack,
        "Split" => static c => Split(c, 1, 0, null),
        "SplitV" => static c => Split(c, 0, 2, 1),
        "Tile" => Tile,
        "Transpose" or "ConjugateTranspose" => Transpose,
        "Reverse" or "ReverseV2" or "ReverseSequence" or "Roll" => InferenceHelpers.SameAsFirst,
        "InvertPermutation" => static c => c.Outputs[0] = c.Ranked(0, 1),
        _ => null,
    };

    private static void Concat(InferenceContext c, int firstValue, int axisInput)
    {
        int count = c.InputCount - 1;
        if (count == 0) throw c.Error("needs at least one tensor to join.");
        int rank = -1;
        for (int i = 0; i < count; i++)
            if (c.Input(firstValue + i) is { HasRank: true } shape) rank = shape.Rank;
        if (rank < 0) return;
        if (rank == 0) throw c.Error("scalars can't be joined along an axis; use Pack.");
        var merged = Shape.UnknownOfRank(rank);
        if (c.Integer(axisInput) is not { } axis)
        {
            for (int i = 0; i < count; i++) c.Ranked(firstValue + i, rank);
            c.Outputs[0] = merged;
            return;
        }
        int at = c.Axis(axis, rank);
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            var shape = c.Ranked(firstValue + i, rank);
            total = total < 0 || shape[at] < 0 ? -1 : checked(total + shape[at]);
            merged = c.Merge(merged, shape.With(at, -1));
        }
        c.Outputs[0] = merged.With(at, total);
    }

    private static void Pack(InferenceContext c)
    {
        var merged = Shape.Unknown;
        for (int i = 0; i < c.InputCount; i++) merged = c.Merge(merged, c.Input(i));
        if (!merged.HasRank) return;
        int at = c.Axis(c.Attrs.Int("axis"), merged.Rank + 1);
        c.Outputs[0] = [.. merged.Dims[..at], c.InputCount, .. merged.Dims[at..]];
    }

    private static void Unpack(InferenceContext c)
    {
        var input = c.Input(0);
        if (!input.HasRank) return;
        int at = c.Axis(c.Attrs.Int("axis"), input.Rank);
        c.Merge(input[at], c.Attrs.Int("num"));
        Array.Fill(c.Outputs, [.. input.Dims[..at], .. input.Dims[(at + 1)..]]);
    }

    private static void Split(InferenceContext c, int valueInput, int axisInput, int? sizesInput)
    {
        var value = c.Input(valueInput);
        if (!value.HasRank) return;
        if (c.Integer(axisInput) is not { } axis)
        {
            Array.Fill(c.Outputs, Shape.UnknownOfRank(value.Rank));
            return;
        }
        int at = c.Axis(axis, value.Rank);
        long[]? sizes = sizesInput is { } input ? SplitSizes(c, input, value[at]) : null;
        if (sizesInput is null && value[at] % c.Outputs.Length is > 0) throw c.Error($"size {value[at]} of axis {axis} can't be split into {c.Outputs.Length} equal parts.");
        for (int i = 0; i < c.Outputs.Length; i++)
            c.Outputs[i] = value.With(at, sizes is not null ? sizes[i] : sizesInput is null && value[at] >= 0 ? value[at] / c.Outputs.Length : -1);
    }

    private static long[]? SplitSizes(InferenceContext c, int input, long total)
    {
        if (c.Integers(input) is not { } sizes) return null;
        if (sizes.Length != c.Outputs.Length) throw c.Error($"{sizes.Length} sizes were given for {c.Outputs.Length} parts.");
        int free = -1;
        long sum = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < -1) throw c.Error($"the size {sizes[i]} is negative.");
            if (sizes[i] >= 0) sum = checked(sum + sizes[i]);
            else if (free >= 0) throw c.Error("only one size may be -1.");
            else free = i;
        }
        if (total < 0) return sizes;
        if (free >= 0 ? sum > total : sum != total) throw c.Error($"the sizes add up to {sum}; the axis has {total}.");
        if (free >= 0) sizes[free] = total - sum;
        return sizes;
    }

    private static void Tile(InferenceContext c)
    {
        var input = c.Input(0);
        if (!input.HasRank) return;
        var dims = new long[input.Rank];
        var multiples = c.Integers(1);
        var partial = multiples is null ? c.ShapeValue(1) : Shape.Unknown;
        if (multiples is not null && multiples.Length != dims.Length) throw c.Error($"{multiples.Length} multiples were given for the shape {input}.");
        for (int i = 0; i < dims.Length; i++)
        {
            long multiple = multiples is not null ? multiples[i] : partial.Rank == dims.Length ? partial[i] : -1;
            if (multiples is not null && multiple < 0) throw c.Error($"the multiple {multiple} is negative.");
            dims[i] = multiple < 0 || input[i] < 0 ? -1 : checked(multiple * input[i]);
        }
        c.Outputs[0] = Shape.Create(dims);
    }

    private static void Transpose(InferenceContext c)
    {
        var input = c.Input(0);
        if (c.Integers(1) is not { } permutation)
        {
            c.Outputs[0] = input.HasRank ? Shape.UnknownOfRank(input.Rank) : Shape.Unknown;
            return;
        }
        input = c.Ranked(0, permutation.Length);
        var dims = new long[permutation.Length];
        var seen = new bool[dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            int axis = c.Axis(permutation[i], dims.Length);
            if (seen[axis]) throw c.Error($"axis {axis} occurs twice in the permutation.");
            seen[axis] = true;
            dims[i] = input[axis];
        }
        c.Outputs[0] = Shape.Create(dims);
    }
}
