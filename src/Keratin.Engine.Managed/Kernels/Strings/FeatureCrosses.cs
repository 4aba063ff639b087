using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>SparseCross over dense columns: for each row every combination of one feature a column, hashed to a bucket.</summary>
internal static class FeatureCrosses
{
    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        if (operation.Attrs.Int("N") != 0) throw new OpException(operation, "crosses of sparse columns are not computed here; give dense ones.");
        if (!operation.Attrs.Bool("hashed_output")) throw new OpException(operation, "crosses that stay strings are not computed here; hashed_output must be true.");
        long buckets = operation.Attrs.Int("num_buckets"), rows = inputs.Length == 0 ? 0 : inputs[0].Shape[0];
        foreach (var column in inputs)
            if (column.Rank != 2 || column.Shape[0] != rows) throw new OpException(operation, $"takes columns (rows, features) of as many rows each; shapes are {string.Join<Shape>(", ", Array.ConvertAll(inputs, static input => input.Shape))}.");

        var key = (ulong)operation.Attrs.Int("hash_key");
        int each = 1;
        foreach (var column in inputs) each = checked(each * (int)column.Shape[1]);
        var values = new long[rows * each];
        var indices = new long[values.Length * 2];
        var hashes = new ulong[inputs.Length][];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < inputs.Length; i++) hashes[i] = Features(inputs[i], row);
            for (int combination = 0; combination < each; combination++)
            {
                int at = row * each + combination;
                ulong hash = Combine(hashes, combination, key);
                // Without buckets, the largest number is left out, as TensorFlow does.
                values[at] = (long)(hash % (buckets > 0 ? (ulong)buckets : long.MaxValue));
                (indices[at * 2], indices[at * 2 + 1]) = (row, combination);
            }
        }
        return [Tensor.From(indices, [values.Length, 2]), Tensor.From(values), Tensor.From([rows, rows == 0 ? 0L : each])];
    }

    // The last column's features change fastest.
    private static ulong Combine(ulong[][] hashes, int combination, ulong key)
    {
        Span<int> places = stackalloc int[hashes.Length];
        for (int i = hashes.Length - 1; i >= 0; i--) (combination, places[i]) = Math.DivRem(combination, hashes[i].Length);
        ulong hash = key;
        for (int i = 0; i < hashes.Length; i++) hash = Concatenate(hash, hashes[i][places[i]]);
        return hash;
    }

    private static ulong[] Features(EagerTensor column, int row)
    {
        var features = new ulong[column.Shape[1]];
        for (int i = 0; i < features.Length; i++)
        {
            int at = row * features.Length + i;
            features[i] = column.DType == DType.String ? FarmHash.Fingerprint64((byte[])column.Objects[at]) : (ulong)column.AsSpan<long>()[at];
        }
        return features;
    }

    // TensorFlow's FingerprintCat64.
    private static ulong Concatenate(ulong first, ulong second)
    {
        const ulong Factor = 0xc6a4a7935bd1e995;
        ulong result = first ^ Factor;
        result ^= Mix(second * Factor) * Factor;
        result *= Factor;
        result = Mix(result) * Factor;
        return Mix(result);
    }

    private static ulong Mix(ulong value) => value ^ (value >> 47);
}
