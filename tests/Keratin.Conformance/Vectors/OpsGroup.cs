using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Gradients;
using Keratin.Graphs;

namespace Keratin.Conformance.Vectors;

/// <summary>
/// TensorFlow ops with their gradients, each in three ways: at once; traced with arguments of unknown sizes and compiled;
/// traced with fixed shapes, integers known beforehand, and compiled to a plan.
/// </summary>
internal static class OpsGroup
{
    public static void Run(VectorCase @case)
    {
        var program = new OpProgram(@case.Json, @case.Arrays);
        var expectation = new Expectation(@case);
        var inputs = @case.Arrays.GetAll(@case.Json.GetProperty("inputs"));

        PartException.Name("eager", () => expectation.Check(expectation.Differentiate(program.Run, inputs)));
        PartException.Name("compiled", () => Traced(program, expectation, inputs, static input => input.DType.IsObject() ? input.Shape : Shape.UnknownOfRank(input.Rank), static _ => false));
        PartException.Name("planned", () => Traced(program, expectation, inputs, static input => input.Shape, static input => !input.DType.IsDifferentiable()));
    }

    /// <summary>Outputs and gradients as results of one compiled function; <paramref name="isConstant"/> says which inputs are part of it.</summary>
    private static void Traced(OpProgram program, Expectation expectation, Tensor[] inputs, Func<Tensor, Shape> shape, Func<Tensor, bool> isConstant)
    {
        var arguments = Array.FindAll(inputs, input => !isConstant(input));
        var specs = Array.ConvertAll(arguments, input => new TensorSpec(input.DType, shape(input)));
        bool[]? present = null;
        var function = Function.Trace("case", specs, symbols =>
        {
            int next = 0;
            var values = Array.ConvertAll(inputs, input => isConstant(input) ? input : symbols[next++]);
            var results = expectation.Differentiate(program.Run, values);
            present = Array.ConvertAll(results, result => result is not null);
            return Array.FindAll(results, result => result is not null)!;
        });
        var executable = function.Compile();
        expectation.Check(Spread(executable.Run(arguments), present!));
        if (executable.Specialize(Array.ConvertAll(arguments, argument => argument.Shape)) is { } specialization)
            expectation.Check(Spread(Run(specialization, arguments), present!));
    }

    private static unsafe Tensor[] Run(Engines.ISpecialization specialization, Tensor[] arguments)
    {
        var results = specialization.Outputs.Select(output => EagerTensor.Allocate(output.DType, output.Shape)).ToArray();
        specialization.Run(Array.ConvertAll(arguments, argument => (nint)argument.Value.Pointer), Array.ConvertAll(results, result => (nint)result.Pointer));
        GC.KeepAlive(arguments);
        return results;
    }

    private static Tensor?[] Spread(Tensor[] results, bool[] present)
    {
        int next = 0;
        return Array.ConvertAll(present, isThere => isThere ? results[next++] : null);
    }

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
                if (outputs[i] is { } expected) @case.Comparison.Check($"output {i}", results[i], expected);
            int next = outputs.Length;
            for (int i = 0; i < gradients.Length; i++)
                if (gradients[i] is { } expected) @case.Comparison.Check($"gradient of input {i}", results[next++], expected);
        }
    }
}
