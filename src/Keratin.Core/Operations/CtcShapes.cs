namespace Keratin.Operations;

/// <summary>Shapes of connectionist temporal classification: inputs are (times, batch, classes).</summary>
internal static class CtcShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "CTCLoss" => Loss,
        "CTCGreedyDecoder" => static c =>
        {
            long batch = c.Merge(c.Ranked(0, 3)[1], c.Ranked(1, 1)[0]);
            (c.Outputs[0], c.Outputs[1], c.Outputs[2], c.Outputs[3]) = ([-1, 2], [-1], [2], [batch, 1]);
        },
        _ => null,
    };

    private static void Loss(InferenceContext c)
    {
        Shape inputs = c.Ranked(0, 3), places = c.Ranked(1, 2), labels = c.Ranked(2, 1), lengths = c.Ranked(3, 1);
        c.Merge(places[1], 2);
        c.Merge(places[0], labels[0]);
        if (inputs[2] == 0) throw c.Error($"inputs (times, batch, classes) must have a class at least; their shape is {inputs}.");
        long batch = c.Merge(inputs[1], lengths[0]);
        (c.Outputs[0], c.Outputs[1]) = ([batch], inputs.With(1, batch));
    }
}
