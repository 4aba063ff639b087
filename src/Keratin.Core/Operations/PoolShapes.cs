namespace Keratin.Operations;

/// <summary>Shapes of pools and their gradients.</summary>
internal static class PoolShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "MaxPool" or "MaxPool3D" or "AvgPool" or "AvgPool3D" or "MaxPoolWithArgmax" => static c => Array.Fill(c.Outputs, Output(c, c.Input(0))),
        "MaxPoolV2" => static c => c.Outputs[0] = Output(c, c.Input(0), 1),
        "AvgPoolGrad" or "AvgPool3DGrad" => static c => Gradient(c, c.ShapeValue(0), Output(c, c.ShapeValue(0)), 1),
        "MaxPoolGrad" or "MaxPool3DGrad" => static c => Gradient(c, c.Input(0), Output(c, c.Input(0)), 1, 2),
        "MaxPoolGradV2" => static c => Gradient(c, c.Input(0), Output(c, c.Input(0), 3), 1, 2),
        "MaxPoolGradWithArgmax" => static c => Gradient(c, c.Input(0), Output(c, c.Input(0)), 1, 2),
        "MaxPoolGradGrad" or "MaxPool3DGradGrad" => static c => SecondGradient(c, Output(c, c.Input(0)), pooled: 1, gradient: 2),
        "MaxPoolGradGradV2" => static c => SecondGradient(c, Output(c, c.Input(0), 3), pooled: 1, gradient: 2),
        "MaxPoolGradGradWithArgmax" => static c => SecondGradient(c, Output(c, c.Input(0)), pooled: 2, gradient: 1),
        _ => null,
    };

    /// <summary>The shape of the pooled images; window and strides are attributes, or inputs from <paramref name="windowInput"/> on.</summary>
    private static Shape Output(InferenceContext c, Shape input, int windowInput = -1)
    {
        if (windowInput < 0) return Output(WindowGeometry.OfPool(c.Operation, input, c.Attrs.Ints("ksize"), c.Attrs.Ints("strides")));
        return c.Integers(windowInput) is { } window && c.Integers(windowInput + 1) is { } strides
            ? Output(WindowGeometry.OfPool(c.Operation, input, window, strides))
            : Shape.UnknownOfRank(4);
    }

    private static Shape Output(WindowGeometry geometry) => geometry.OutputShape(geometry.Channels);

    private static void Gradient(InferenceContext c, Shape result, Shape pooled, params ReadOnlySpan<int> pooledInputs)
    {
        foreach (int input in pooledInputs) Check(c, pooled, input);
        c.Outputs[0] = result;
    }

    private static void SecondGradient(InferenceContext c, Shape shape, int pooled, int gradient)
    {
        Check(c, shape, pooled);
        Check(c, c.Input(0), gradient);
        c.Outputs[0] = shape;
    }

    private static void Check(InferenceContext c, Shape expected, int input)
    {
        if (!expected.IsCompatibleWith(c.Input(input))) throw c.Error($"input {input} must have the shape {expected}; its shape is {c.Input(input)}.");
    }
}
