namespace Keratin.Operations;

/// <summary>Shapes of batch and local response normalization.</summary>
internal static class NormalizationShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "FusedBatchNorm" or "FusedBatchNormV2" or "FusedBatchNormV3" => Forward,
        "FusedBatchNormGrad" or "FusedBatchNormGradV2" or "FusedBatchNormGradV3" => Gradient,
        "LRN" => static c => c.Outputs[0] = c.Ranked(0, 4),
        "LRNGrad" => static c => c.Outputs[0] = c.Merge(c.Ranked(0, 4), c.Merge(c.Ranked(1, 4), c.Ranked(2, 4))),
        _ => null,
    };

    /// <summary>The layout of the images that an op normalizes: V3 also takes 3-D ones.</summary>
    public static ImageLayout Layout(Operation operation) =>
        ImageLayout.Of(operation, operation.Attrs.Text("data_format").Contains('D', StringComparison.Ordinal) ? 3 : 2);

    private static void Forward(InferenceContext c)
    {
        var (x, channels) = Normalized(c, 0);
        for (int i = 1; i <= 2; i++) channels = PerChannel(c, i, channels);
        // Running statistics go in where they are used: in inference, or to be averaged with.
        bool statistics = !c.Attrs.Bool("is_training") || c.Attrs.Float("exponential_avg_factor") != 1;
        if (statistics) for (int i = 3; i <= 4; i++) channels = PerChannel(c, i, channels);
        c.Outputs[0] = WithChannels(c, x, channels);
        for (int i = 1; i <= 4; i++) c.Outputs[i] = [channels];
        // What V3 sets aside for cuDNN has no size elsewhere.
        if (c.Outputs.Length > 5) c.Outputs[5] = Shape.Scalar;
    }

    private static void Gradient(InferenceContext c)
    {
        var (x, channels) = Normalized(c, 1);
        for (int i = 2; i <= 4; i++) channels = PerChannel(c, i, channels);
        c.Outputs[0] = c.Merge(WithChannels(c, x, channels), c.Input(0));
        c.Outputs[1] = c.Outputs[2] = [channels];
        c.Outputs[3] = c.Outputs[4] = [0];
    }

    private static (Shape Shape, long Channels) Normalized(InferenceContext c, int input)
    {
        var layout = Layout(c.Operation);
        var shape = c.Ranked(input, layout.Rank);
        return (shape, shape[layout.Channel]);
    }

    private static Shape WithChannels(InferenceContext c, Shape shape, long channels) => shape.With(Layout(c.Operation).Channel, channels);

    private static long PerChannel(InferenceContext c, int input, long channels)
    {
        var shape = c.Input(input);
        if (!shape.HasRank) return channels;
        if (shape.Rank != 1 || (channels >= 0 && shape[0] >= 0 && shape[0] != channels))
            throw c.Error($"input {input} must be a vector with one element for each of {(channels < 0 ? "the" : channels)} channels; its shape is {shape}.");
        return Math.Max(channels, shape[0]);
    }
}
