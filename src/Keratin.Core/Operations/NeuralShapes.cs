namespace Keratin.Operations;

/// <summary>Shapes of the ops that neural networks are made of: convolutions, pools, normalization, optimizers, random numbers, images.</summary>
internal static class NeuralShapes
{
    public static ShapeFunction? Find(string op) =>
        ConvolutionShapes.Find(op) ?? PoolShapes.Find(op) ?? NormalizationShapes.Find(op) ?? OptimizerShapes.Find(op) ?? RandomShapes.Find(op)
        ?? ImageShapes.Find(op) ?? DilationShapes.Find(op) ?? CtcShapes.Find(op);
}
