using System.Text.Json;
using Keratin.Activations;
using Keratin.Conformance.Running;
using Keratin.Gradients;
using Keratin.Serialization;

namespace Keratin.Conformance.Vectors;

/// <summary>Activation functions: <c>x</c> → <c>y</c>, and the gradient of <c>x</c> for a cotangent.</summary>
internal static class ActivationsGroup
{
    public static void Run(VectorCase @case)
    {
        var function = Find(@case);
        var (y, gradient) = (@case.Arrays.Get(@case.Json.GetProperty("y")), @case.Arrays.Find(@case.Json.GetProperty("grad")));
        var cotangent = @case.Arrays.Find(@case.Json.GetProperty("cotangent"));
        Ways.CheckForAnyBatch(
            inputs =>
            {
                using var tape = new GradientTape();
                tape.Watch(inputs[0]);
                var result = function(inputs[0]);
                return [result, gradient is null ? null : tape.Gradient(result, inputs[0], cotangent)];
            },
            [@case.Arrays.Get(@case.Json.GetProperty("x"))],
            results =>
            {
                @case.Comparison.Check("y", results[0], y);
                if (gradient is not null) @case.Comparison.Check("gradient", results[1], gradient);
            });
    }

    private static Func<Tensor, Tensor> Find(VectorCase @case)
    {
        string name = @case.Json.Text("function");
        var given = @case.Json.GetProperty("kwargs");
        if (given.EnumerateObject().Any()) return WithArguments(name, given, @case.Dialect());
        using var dialect = Dialects.Use(@case.Dialect());
        return Activation.Get(name).Apply;
    }

    private static Func<Tensor, Tensor> WithArguments(string name, JsonElement given, Dialect dialect)
    {
        double Number(string key, double otherwise) => given.Find(key)?.GetDouble() ?? otherwise;
        int axis = given.Find("axis") is { ValueKind: JsonValueKind.Number } one ? one.GetInt32() : -1;
        int[]? axes = given.Find("axis") is { ValueKind: JsonValueKind.Array } several ? several.EnumerateArray().Select(static a => a.GetInt32()).ToArray() : null;
        return name switch
        {
            "relu" => x => ActivationFunctions.Relu(x, Number("negative_slope", Number("alpha", 0)), given.Find("max_value")?.GetDouble(), Number("threshold", 0), dialect),
            "leaky_relu" => x => ActivationFunctions.LeakyRelu(x, Number("negative_slope", 0.2)),
            "elu" => x => ActivationFunctions.Elu(x, Number("alpha", 1)),
            "celu" => x => ActivationFunctions.Celu(x, Number("alpha", 1)),
            "gelu" => x => ActivationFunctions.Gelu(x, given.GetProperty("approximate").GetBoolean()),
            "glu" => x => ActivationFunctions.Glu(x, axis),
            "hard_shrink" => x => ActivationFunctions.HardShrink(x, Number("threshold", 0.5)),
            "soft_shrink" => x => ActivationFunctions.SoftShrink(x, Number("threshold", 0.5)),
            "squareplus" => x => ActivationFunctions.Squareplus(x, Number("b", 4)),
            "threshold" => x => ActivationFunctions.Threshold(x, Number("threshold", 0), Number("default_value", 0)),
            "softmax" => x => axes is null ? ActivationFunctions.Softmax(x, axis) : ActivationFunctions.Softmax(x, axes),
            "log_softmax" => x => ActivationFunctions.LogSoftmax(x, axis),
            "sparsemax" => x => ActivationFunctions.Sparsemax(x, axis),
            _ => throw new UnsupportedException($"the activation {name} takes no arguments here"),
        };
    }
}
