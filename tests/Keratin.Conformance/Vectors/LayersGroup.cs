using System.Text.Json;
using Keratin.Conformance.Running;

namespace Keratin.Conformance.Vectors;

/// <summary>Layers: outputs, state, masks, losses, shapes and gradients; at once, and traced with the batch unknown and with everything known.</summary>
internal static class LayersGroup
{
    public static void Run(VectorCase @case)
    {
        PartException.Name("eager", () =>
        {
            var run = new LayerRun(@case);
            run.Before();
            run.Check(run.Compute(run.Inputs));
            run.CheckState();
            run.CheckOutputShape();
            run.CheckConfig();
            run.CheckLearned();
        });
        // What depends on the values of strings, or keeps a state for each row of a batch, is not traced for any batch.
        bool isStateful = @case.Json.GetProperty("call").Find("before") is not null;
        if (!isStateful) PartException.Name("compiled", () => Traced(@case, Ways.CompiledForAnyBatch));
        PartException.Name("planned", () => Traced(@case, Ways.Planned));
    }

    private static void Traced(VectorCase @case, Action<Func<Tensor[], Tensor?[]>, Tensor[], Action<Tensor?[]>> way)
    {
        var run = new LayerRun(@case);
        run.Before();
        way(run.Compute, run.Inputs, run.Check);
        run.CheckState();
    }
}
