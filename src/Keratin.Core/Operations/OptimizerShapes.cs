namespace Keratin.Operations;

/// <summary>Optimizer steps have no outputs: their kernels check the shapes of variables and gradient when they are bound.</summary>
internal static class OptimizerShapes
{
    public static ShapeFunction? Find(string op) =>
        op.StartsWith("ResourceApply", StringComparison.Ordinal) || op.StartsWith("ResourceSparseApply", StringComparison.Ordinal) ? static _ => { } : null;
}
