using System.Text.Json;
using System.Text.Json.Nodes;
using Keratin.Conformance.Running;
using Keratin.Gradients;
using Keratin.Losses;
using Keratin.Serialization;

namespace Keratin.Conformance.Vectors;

/// <summary>Losses as classes, with sample weights and masks, and as functions: <c>output</c>, and the gradient of its sum in the predictions.</summary>
internal static class LossesGroup
{
    public static void Run(VectorCase @case)
    {
        if (@case.Json.Find("function") is { } function)
        {
            var unreduced = Function(@case, function.GetString()!);
            Check(@case, (inputs, _) => unreduced.Apply(inputs[0], inputs[1]), []);
            return;
        }
        var loss = KerasCase.Build<Loss>(@case, WithDType(@case));
        var mask = @case.Arrays.Find(@case.Json.GetProperty("mask"));
        var weight = @case.Arrays.Find(@case.Json.GetProperty("sample_weight"));
        Check(@case, (inputs, extra) =>
        {
            if (mask is not null) inputs[1].KerasMask = extra[0];
            return loss.Apply(inputs[0], inputs[1], weight is null ? null : extra[^1]);
        }, [.. new[] { mask, weight }.OfType<Tensor>()]);
        KerasCase.CheckConfig(@case, loss);
    }

    // A function is its class without a reduction.
    private static Loss Function(VectorCase @case, string name)
    {
        if (KerasObjects.FindBuiltIn(name, [], typeof(Loss)) is null) throw new UnsupportedException($"there is no loss {name}");
        var config = JsonNode.Parse(@case.Json.GetProperty("kwargs").GetRawText())!.AsObject();
        config["reduction"] = "none";
        var json = new JsonObject { ["class_name"] = name, ["config"] = config };
        return KerasSerializer.Deserialize<Loss>(json.ToJsonString(), new ConfigReadOptions { Dialect = @case.Dialect() });
    }

    // Keras 3's configs don't tell the dtype.
    private static JsonElement WithDType(VectorCase @case)
    {
        var json = @case.Json;
        if (@case.Dialect() != Dialect.Keras3 || @case.Arrays.Get(json.GetProperty("output")).DType == DType.Float32) return json;
        var changed = JsonNode.Parse(json.GetRawText())!.AsObject();
        changed["config"]!["dtype"] = @case.Arrays.Get(json.GetProperty("output")).DType.Name();
        return JsonSerializer.SerializeToElement(changed, ConfigJson.Default.JsonObject);
    }

    private static void Check(VectorCase @case, Func<Tensor[], Tensor[], Tensor> compute, Tensor[] extra)
    {
        var json = @case.Json;
        var (output, gradient) = (@case.Arrays.Get(json.GetProperty("output")), @case.Arrays.Find(json.GetProperty("grad_y_pred")));
        Tensor[] inputs = [@case.Arrays.Get(json.GetProperty("y_true")), @case.Arrays.Get(json.GetProperty("y_pred")), .. extra];
        Ways.CheckForAnyBatch(
            given =>
            {
                using var tape = new GradientTape();
                tape.Watch(given[1]);
                var result = compute(given[..2], given[2..]);
                return [result, gradient is null ? null : tape.Gradient(result, given[1])];
            },
            inputs,
            results =>
            {
                @case.Comparison.Check("output", results[0], output);
                if (gradient is not null) @case.Comparison.Check("gradient", results[1], gradient);
            });
    }
}
