using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Gradients;

namespace Keratin.Conformance.Vectors;

/// <summary>TensorFlow ops with their gradients.</summary>
internal static class OpsGroup
{
    public static void Run(VectorCase @case)
    {
        var program = new OpProgram(@case.Json, @case.Arrays);
        var expectation = new Expectation(@case);
        var inputs = Inputs(@case);
        if (program.ContinuesStream) CheckInStream(@case, program, expectation, inputs);
        else Ways.Check(values => expectation.Differentiate(program.Run, values), inputs, expectation.Check);
    }

    // Ops with a seed of their own go on in their stream: those of the file that are alike follow each other in it.
    private static void CheckInStream(VectorCase @case, OpProgram program, Expectation expectation, Tensor[] inputs)
    {
        string attrs = @case.Json.GetProperty("attrs").GetRawText();
        var before = @case.Earlier.Where(earlier => earlier.Json.GetProperty("attrs").GetRawText() == attrs).Select(Inputs).ToArray();
        PartException.Name("eager", () =>
        {
            Engine.Current.RestartRandomStreams();
            foreach (var values in before) program.Run(values);
            expectation.Check(program.Run(inputs));
        });
        PartException.Name("compiled", () => Ways.Compiled(program.Run, inputs, expectation.Check, before));
    }

    /// <summary>Outputs that TensorFlow allocates and never fills, where an attribute says that they aren't wanted: what they hold is what the memory held.</summary>
    public static bool IsLeftUnset(VectorCase @case, int output)
    {
        return @case.Json.Text("op") switch
        {
            var op when op.StartsWith("FusedBatchNorm", StringComparison.Ordinal) => output >= 3 && IsOff("is_training"),
            "Svd" => output >= 1 && IsOff("compute_uv"),
            "SelfAdjointEigV2" => output >= 1 && IsOff("compute_v"),
            _ => false,
        };

        bool IsOff(string attr) => @case.Json.Find("attrs") is { } attrs && attrs.TryGetProperty(attr, out var value) && !value.GetProperty("b").GetBoolean();
    }

    public static Tensor[] Inputs(VectorCase @case) => @case.Arrays.GetAll(@case.Json.GetProperty("inputs"));

    /// <summary>What a case states of outputs and gradients.</summary>
    private sealed class Expectation(VectorCase @case)
    {
        private readonly EagerTensor?[] outputs = Arrays.Flatten(@case.Json.GetProperty("outputs"))
            .ConvertAll(output => @case.Arrays.Find(output.ValueKind == JsonValueKind.Object ? output.GetProperty("key") : output)).ToArray();
        private readonly EagerTensor?[] gradients = @case.Json.Find("grads") is { } grads
            ? Arrays.Flatten(grads.GetProperty("inputs")).ConvertAll(@case.Arrays.Find).ToArray() : [];
        private readonly Tensor[] cotangents = @case.Json.Find("grads") is { } grads ? @case.Arrays.GetAll(grads.GetProperty("cotangent")) : [];

        /// <summary>The outputs, followed by the gradients of the inputs for which one is stated.</summary>
        public Tensor?[] Differentiate(Func<Tensor[], Tensor[]> run, Tensor[] inputs)
        {
            if (cotangents.Length == 0) return run(inputs);
            using var tape = new GradientTape();
            var sources = inputs.Where((_, i) => gradients[i] is not null).ToArray();
            foreach (var source in sources) tape.Watch(source);
            var results = run(inputs);
            var targets = Array.FindAll(results, static result => result.DType.IsDifferentiable());
            return [.. results, .. tape.Gradient(targets, sources, cotangents)];
        }


        public void Check(Tensor?[] results)
        {
            for (int i = 0; i < outputs.Length; i++)
                if (outputs[i] is { } expected && !IsLeftUnset(@case, i)) @case.Comparison.Check($"output {i}", results[i], expected);
            int next = outputs.Length;
            for (int i = 0; i < gradients.Length; i++)
                if (gradients[i] is { } expected) @case.Comparison.Check($"gradient of input {i}", results[next++], expected);
        }
    }
}
