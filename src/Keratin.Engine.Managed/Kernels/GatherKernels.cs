namespace Keratin.Engines.Managed.Kernels;

/// <summary>Rows and elements taken at given places.</summary>
internal static unsafe class GatherKernels
{
    public static Kernel? Find(string op) => op switch
    {
        "Gather" => new NumericKernel(static b => Gather.Bind(b, 0, 0)) { MovesElements = true },
        "GatherV2" => new NumericKernel(static b => Gather.Bind(b, b.RequiredAxis(2, b.Inputs[0].Shape.Rank), b.Attrs.Int("batch_dims"))) { MovesElements = true },
        "ResourceGather" => new NumericKernel(static b => Gather.Bind(b, Moves.Axis(b.Attrs.Int("batch_dims"), b.Inputs[1].Shape.Rank), b.Attrs.Int("batch_dims"))),
        "GatherNd" => new NumericKernel(GatherNd.Bind) { MovesElements = true },
        "ResourceGatherNd" => new NumericKernel(GatherNd.Bind),
        _ => null,
    };
}
