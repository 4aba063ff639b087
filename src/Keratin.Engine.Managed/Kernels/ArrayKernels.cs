namespace Keratin.Engines.Managed.Kernels;

/// <summary>Constants, changes of shape that move no element, and new tensors of plain values.</summary>
internal static unsafe class ArrayKernels
{
    private static readonly AliasKernel Alias = new();

    public static Kernel? Find(string op) => op switch
    {
        "Const" => new ObjectKernel(static (operation, _) => [operation.Attrs["value"].Tensor]),
        "Identity" or "IdentityN" or "StopGradient" or "PreventGradient" or "Snapshot" or "Reshape" or "Squeeze" or "ExpandDims" or "EnsureShape"
            or "PlaceholderWithDefault" or "Bitcast" or "GuaranteeConst" or "DebugGradientIdentity" => Alias,
        "Copy" or "CopyHost" or "DeepCopy" => Moving(static b => Moves.Body(Moves.Whole(b))),
        "Shape" or "ShapeN" => Moving(Shapes),
        "Size" => Moving(static b => Integers(b, b.Inputs[0].Shape.ElementCount)),
        "Rank" => Moving(static b => Integers(b, b.Inputs[0].Shape.Rank)),
        "Fill" => Moving(static b => Moves.Body(Moves.Everywhere(b, 1))),
        "ZerosLike" => new NumericKernel(Zeros) { Objects = ListKernels.Zeros },
        "Empty" => Moving(Zeros),
        "OnesLike" => new NumericKernel(OnesLike),
        "OneHot" => Moving(OneHot.Bind),
        "Range" => new NumericKernel(Ranges.Range),
        "LinSpace" => new NumericKernel(Ranges.LinSpace),
        _ => null,
    };

    private static NumericKernel Moving(KernelFactory bind) => new(bind) { MovesElements = true };

    private static KernelBody Zeros(KernelBinding binding) => Moves.Body(Moves.Everywhere(binding, Move.Zero));

    private static KernelBody Shapes(KernelBinding binding)
    {
        var dims = new long[binding.Inputs.Length][];
        for (int i = 0; i < dims.Length; i++) dims[i] = binding.Inputs[i].Shape.ToArray();
        bool wide = binding.Outputs.Length > 0 && binding.IsWide(binding.Outputs[0].DType);
        return (in KernelArgs args) =>
        {
            for (int i = 0; i < dims.Length; i++)
                for (int j = 0; j < dims[i].Length; j++)
                    if (wide) args.Out<long>(i)[j] = dims[i][j]; else args.Out<int>(i)[j] = checked((int)dims[i][j]);
        };
    }

    private static KernelBody Integers(KernelBinding binding, long value) => binding.IsWide(binding.Outputs[0].DType)
        ? (in KernelArgs args) => *args.Out<long>(0) = value
        : (in KernelArgs args) => *args.Out<int>(0) = checked((int)value);

    private static KernelBody OnesLike(KernelBinding binding)
    {
        var fill = new FillCode(binding.Outputs[0].DType, 1, binding.Outputs[0].Shape.ElementCount);
        return (in KernelArgs args) => fill.Run(args.Out<byte>(0));
    }
}
