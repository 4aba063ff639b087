namespace Keratin.Gradients;

/// <summary>Gradients of elementwise mathematics and matrix products.</summary>
internal static class MathGradients
{
    public static GradientFunction? Find(string op) => op switch
    {
        "Identity" or "ReadVariableOp" => static (o, g) => [g[0]],
        "Square" => static (o, g) => [g[0]! * (2 * o.Inputs[0])],
        _ => null,
    };
}
