namespace Keratin.Engines.Managed.Kernels;

/// <summary>InTopK: whether the target class is among the k with the highest predictions; no if a prediction is not finite.</summary>
internal static unsafe class InTopK
{
    public static KernelBody Bind(KernelBinding binding, long? fixedK)
    {
        Shape predictions = binding.Inputs[0].Shape, targets = binding.Inputs[1].Shape;
        long rows = predictions[0], classes = predictions[1];
        var read = IndexReader.For(binding.Inputs[1].DType);
        return (in KernelArgs args) =>
        {
            long k = fixedK ?? read(args.In<byte>(2), 0);
            for (long row = 0; row < rows; row++)
                args.Out<bool>(0)[row] = IsAmong(new(args.In<float>(0) + row * classes, checked((int)classes)), read(args.In<byte>(1), row), k);
        };
    }

    private static bool IsAmong(ReadOnlySpan<float> predictions, long target, long k)
    {
        if ((ulong)target >= (ulong)predictions.Length || !float.IsFinite(predictions[(int)target])) return false;
        float own = predictions[(int)target];
        long better = 0;
        foreach (float prediction in predictions)
        {
            if (!float.IsFinite(prediction)) return false;
            if (prediction > own) better++;
        }
        return better < k;
    }
}
