namespace Keratin.Engines.Managed.Kernels;

/// <summary>Constants and changes of shape that move no element.</summary>
internal static class ArrayKernels
{
    private static readonly AliasKernel Alias = new();

    public static Kernel? Find(string op) => op switch
    {
        "Const" => new ObjectKernel(static (operation, _) => [operation.Attrs["value"].Tensor]),
        "Identity" or "StopGradient" or "PreventGradient" or "Snapshot" or "Reshape" or "Squeeze" or "ExpandDims" or "EnsureShape" or "PlaceholderWithDefault" => Alias,
        _ => null,
    };
}
