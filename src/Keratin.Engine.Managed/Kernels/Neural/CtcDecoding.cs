using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>The likeliest class at each time, without blanks and, if wanted, without repetitions.</summary>
internal static class CtcDecoding
{
    public static EagerTensor[] Greedy(Operation operation, EagerTensor[] inputs)
    {
        var (logits, lengths) = (inputs[0], inputs[1]);
        if (logits.Rank != 3) throw new OpException(operation, $"inputs must have 3 axes (times, batch, classes); their shape is {logits.Shape}.");
        int times = checked((int)logits.Shape[0]), batch = checked((int)logits.Shape[1]), classes = checked((int)logits.Shape[2]);
        if (lengths.DType != DType.Int32 || lengths.Shape != [batch]) throw new OpException(operation, $"sequence_length must be {batch} int32; it is {lengths.DType.Name()} {lengths.Shape}.");
        long blank = operation.Attrs.Int("blank_index");
        if (blank < -classes || blank >= classes) throw new OpException(operation, $"blank_index {blank} is not in [{-classes}, {classes}).");
        if (blank < 0) blank += classes;
        foreach (int length in lengths.AsSpan<int>())
            if (length < 0 || length > times) throw new OpException(operation, $"a sequence_length is {length}; it must be in [0, {times}].");

        return logits.DType switch
        {
            DType.Float32 => Greedy<float>(operation, logits, lengths.AsSpan<int>(), (int)blank),
            DType.Float64 => Greedy<double>(operation, logits, lengths.AsSpan<int>(), (int)blank),
            var other => throw new OpException(operation, $"{other.Name()} can't be decoded; cast the inputs to float32."),
        };
    }

    private static EagerTensor[] Greedy<T>(Operation operation, EagerTensor logits, ReadOnlySpan<int> lengths, int blank) where T : unmanaged, System.Numerics.INumber<T>
    {
        bool merge = operation.Attrs.Bool("merge_repeated");
        int classes = checked((int)logits.Shape[2]);
        var elements = logits.AsSpan<T>();
        List<long> places = [], values = [];
        var scores = new T[lengths.Length];
        long longest = 0;
        for (int b = 0; b < lengths.Length; b++)
        {
            int previous = -1;
            long count = 0;
            for (int t = 0; t < lengths[b]; t++)
            {
                var row = elements.Slice(((t * lengths.Length) + b) * classes, classes);
                int best = 0;
                for (int c = 1; c < classes; c++)
                    if (row[c] > row[best]) best = c;
                scores[b] -= row[best];
                if (best != blank && !(merge && best == previous))
                {
                    places.AddRange([b, count++]);
                    values.Add(best);
                }
                previous = best;
            }
            longest = Math.Max(longest, count);
        }
        return
        [
            Tensor.From(places.ToArray(), [values.Count, 2]), Tensor.From(values.ToArray()),
            Tensor.From([lengths.Length, longest]), Tensor.From(scores, [lengths.Length, 1]),
        ];
    }
}
