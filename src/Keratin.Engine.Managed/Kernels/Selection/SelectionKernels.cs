namespace Keratin.Engines.Managed.Kernels;

/// <summary>Finding elements: the largest, the n-th, where they belong in a sorted row, which are not zero, which differ.</summary>
internal static class SelectionKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "TopK" or "TopKV2" => new NumericKernel(static b => Code<TopK>(b)),
        "NthElement" => new NumericKernel(static b => Code<NthElement>(b)),
        "InTopK" => new NumericKernel(static b => InTopK.Bind(b, b.Attrs.Int("k"))),
        "InTopKV2" => new NumericKernel(static b => InTopK.Bind(b, null)),
        "LowerBound" => new NumericKernel(static b => Code<LowerBound>(b)),
        "UpperBound" => new NumericKernel(static b => Code<UpperBound>(b)),
        "Where" => new ObjectKernel(Where.Run),
        "Unique" or "UniqueV2" or "UniqueWithCounts" or "UniqueWithCountsV2" => new ObjectKernel(Unique.Run),
        "ListDiff" => new ObjectKernel(Unique.Difference),
        _ => null,
    };

    private static KernelBody Code<TAction>(KernelBinding binding) where TAction : struct, INumberAction<KernelBinding, KernelBody> =>
        NumberTypes.Run<TAction, KernelBinding, KernelBody>(binding.Inputs[0].DType, binding) ?? throw binding.Error($"is not defined for {binding.Inputs[0].DType.Name()}.");
}
