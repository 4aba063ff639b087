namespace Keratin.Engines.Managed.Kernels;

/// <summary>Lets kernels for float32 images serve images of any type of numbers.</summary>
internal static unsafe class FloatImages
{
    /// <summary>Binds a kernel which sees input 0 and output 0 as float32.</summary>
    public static KernelBody Bind(KernelBinding binding, KernelFactory factory)
    {
        var (input, output) = (binding.Inputs[0], binding.Outputs[0]);
        if (input.DType == DType.Float32 && output.DType == DType.Float32) return factory(binding);
        var copies = new OperandCopies(binding);
        if (input.DType != DType.Float32) copies.Input(0, input with { DType = DType.Float32 }, Copy(binding, input.DType, DType.Float32, input.Shape));
        if (output.DType != DType.Float32) copies.Output(0, output with { DType = DType.Float32 }, Copy(binding, DType.Float32, output.DType, output.Shape));
        return copies.Bind(factory);
    }

    private static OperandCopy Copy(KernelBinding binding, DType from, DType to, Shape shape)
    {
        var conversion = Conversions.Find(from, to) ?? throw binding.Error($"images of {from.Name()} can't be used as numbers.");
        nint count = (nint)shape.ElementCount;
        return (source, target) => conversion(source, target, count);
    }
}
