using Keratin.Conformance.Running;

namespace Keratin.Conformance.Vectors;

/// <summary>Runs an op on both engines with the same inputs, and compares what they give within the tolerance of the case.</summary>
internal static class EngineAgreement
{
    public static void Run(VectorCase @case)
    {
        var inputs = OpsGroup.Inputs(@case);
        var managed = RunOn("managed", @case, inputs);
        var tensorFlow = RunOn("tensorflow", @case, inputs);
        if (managed.Length != tensorFlow.Length) throw new MismatchException($"managed gives {managed.Length} outputs, tensorflow {tensorFlow.Length}");
        for (int i = 0; i < managed.Length; i++)
            if (!OpsGroup.IsLeftUnset(@case, i) && managed[i].DType is not (DType.Resource or DType.Variant))
                @case.Comparison.Check($"output {i} of managed, expected that of tensorflow", managed[i], tensorFlow[i]);
    }

    private static Tensor[] RunOn(string engine, VectorCase @case, Tensor[] inputs)
    {
        Testing.EngineChoice.Use(engine);
        Engine.Current.RestartRandomStreams();
        return new OpProgram(@case.Json, @case.Arrays).Run(inputs);
    }
}
