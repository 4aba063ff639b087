namespace Keratin.Operations;

/// <summary>Shapes of counts of values.</summary>
internal static class CountingShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "Bincount" => static c => c.Outputs[0] = [Size(c, 1)],
        "DenseBincount" => DenseBincount,
        "HistogramFixedWidth" => static c => c.Outputs[0] = [Size(c, 2) is 0 ? throw c.Error("there must be one bin or more.") : Size(c, 2)],
        _ => null,
    };

    private static long Size(InferenceContext c, int input) =>
        c.Integer(input) is not { } size ? -1 : size >= 0 ? size : throw c.Error($"the size {size} is negative.");

    private static void DenseBincount(InferenceContext c)
    {
        var values = c.Input(0);
        if (!values.HasRank) return;
        if (values.Rank > 2) throw c.Error($"takes a vector of values, or a matrix; the shape is {values}.");
        c.Outputs[0] = values.Rank == 2 ? [values[0], Size(c, 1)] : [Size(c, 1)];
    }
}
