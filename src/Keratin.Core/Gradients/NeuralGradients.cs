namespace Keratin.Gradients;

/// <summary>Gradients of the ops that neural networks are made of.</summary>
internal static class NeuralGradients
{
    public static GradientFunction? Find(string op) => ConvolutionGradients.Find(op) ?? PoolGradients.Find(op) ?? NormalizationGradients.Find(op) ?? ImageGradients.Find(op);
}
