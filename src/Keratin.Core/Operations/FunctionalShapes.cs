namespace Keratin.Operations;

/// <summary>Shapes of what functions, branches and loops give: those of the functions' results, as far as every way to them agrees.</summary>
internal static class FunctionalShapes
{
    public static ShapeFunction? Find(string op) => op switch
    {
        "PartitionedCall" or "StatefulPartitionedCall" => static c => Results(c, [c.Attrs["f"].Func]),
        "If" or "StatelessIf" => static c => Branches(c, [c.Attrs["then_branch"].Func, c.Attrs["else_branch"].Func]),
        "Case" or "StatelessCase" => static c => Branches(c, c.Attrs["branches"].Funcs),
        "While" or "StatelessWhile" => Loop,
        _ => null,
    };

    private static void Branches(InferenceContext c, Graphs.FunctionGraph[] branches)
    {
        if (c.Attrs.TryGet("output_shapes", out var given) && given.Shapes.Length == c.Outputs.Length) given.Shapes.CopyTo(c.Outputs, 0);
        else Results(c, branches);
    }

    private static void Results(InferenceContext c, Graphs.FunctionGraph[] functions)
    {
        for (int i = 0; i < c.Outputs.Length; i++)
        {
            foreach (var function in functions)
                if (function.Outputs.Count != c.Outputs.Length) throw c.Error($"function '{function.Name}' gives {function.Outputs.Count} results; {c.Outputs.Length} are expected.");
            c.Outputs[i] = functions[0].Outputs[i].Shape;
            for (int k = 1; k < functions.Length; k++) c.Outputs[i] = c.Outputs[i].InCommon(functions[k].Outputs[i].Shape);
        }
    }

    // What the body takes holds before the first round and after each.
    private static void Loop(InferenceContext c)
    {
        var body = c.Attrs["body"].Func;
        if (body.Inputs.Count != c.Outputs.Length) throw c.Error($"the body '{body.Name}' takes {body.Inputs.Count} values; {c.Outputs.Length} go around.");
        if (c.Attrs.TryGet("output_shapes", out var given) && given.Shapes.Length == c.Outputs.Length) given.Shapes.CopyTo(c.Outputs, 0);
        else
            for (int i = 0; i < c.Outputs.Length; i++) c.Outputs[i] = body.Inputs[i].Shape;
    }
}
