namespace Keratin.Engines.Managed.Kernels;

/// <summary>OneHot: one value where the index says, another elsewhere.</summary>
internal static unsafe class OneHot
{
    public static KernelBody Bind(KernelBinding binding) => binding.Outputs[0].DType.Size() switch
    {
        1 => Bind<byte>(binding),
        2 => Bind<ushort>(binding),
        4 => Bind<uint>(binding),
        8 => Bind<ulong>(binding),
        _ => Bind<UInt128>(binding),
    };

    private static KernelBody Bind<T>(KernelBinding binding) where T : unmanaged
    {
        var output = binding.Outputs[0].Shape;
        int axis = Moves.Axis(binding.Attrs.Int("axis"), output.Rank);
        long depth = output[axis], inner = output[(axis + 1)..].ElementCount, outer = output[..axis].ElementCount;
        var off = Moves.Everywhere(binding, 3);
        var read = IndexReader.For(binding.Inputs[0].DType);
        return (in KernelArgs args) =>
        {
            T* target = args.Out<T>(0);
            off.Copy.Run(args.In<byte>(3), (byte*)target);
            byte* indices = args.In<byte>(0);
            T on = *args.In<T>(2);
            for (long i = 0; i < outer; i++)
                for (long j = 0; j < inner; j++)
                {
                    long index = read(indices, i * inner + j);
                    if ((ulong)index < (ulong)depth) target[(i * depth + index) * inner + j] = on;
                }
        };
    }
}
