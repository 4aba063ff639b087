namespace Keratin.Operations;

/// <summary>Shapes of grey-scale dilation of images (batch, height, width, channels) by a filter (height, width, channels).</summary>
internal static class DilationShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Dilation2D" => static c => c.Outputs[0] = Output(c),
        "Dilation2DBackpropInput" => static c => Gradient(c, 0),
        "Dilation2DBackpropFilter" => static c => Gradient(c, 1),
        _ => null,
    };

    /// <summary>How the filter moves over the images.</summary>
    public static WindowGeometry Geometry(Operation operation, Shape images, Shape filter) =>
        WindowGeometry.Of(operation, images, filter.Dims[..2], "rates");

    private static Shape Output(InferenceContext c)
    {
        var filter = c.Ranked(1, 3);
        var geometry = Geometry(c.Operation, c.Input(0), filter);
        return geometry.OutputShape(c.Merge(geometry.Channels, filter[2]));
    }

    private static void Gradient(InferenceContext c, int input)
    {
        c.Merge(Output(c), c.Input(2));
        c.Outputs[0] = c.Input(input);
    }
}
