namespace Keratin.Engines.Managed.Kernels;

/// <summary>Conversion of dtypes.</summary>
internal static unsafe class CastKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Cast" => new ElementwiseKernel(Cast),
        _ => null,
    };

    private static ElementwiseCode Cast(KernelBinding binding)
    {
        DType from = binding.Inputs[0].DType, to = binding.Outputs[0].DType;
        if (to == DType.BFloat16 && from == DType.Float32 && binding.Attrs.Bool("Truncate")) return new ConversionCode(NarrowConversions.TruncateToBFloat16);
        return new ConversionCode(Conversions.Find(from, to) ?? throw binding.Error($"{from.Name()} can't be cast to {to.Name()}."));
    }

    private sealed class ConversionCode(Conversion convert) : ElementwiseCode
    {
        public override void Run(void** inputs, uint scalars, void* output, nint count) => convert(inputs[0], output, count);
    }
}
