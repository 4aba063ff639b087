using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Metrics;
using Keratin.Serialization;

namespace Keratin.Conformance.Vectors;

/// <summary>Metrics: the result after each update, the variables at the end, and the result after a reset; updates at once and traced.</summary>
internal static class MetricsGroup
{
    public static void Run(VectorCase @case)
    {
        if (@case.Json.Find("function") is { } function)
        {
            using var behaviour = Dialects.Use(@case.Dialect());
            CheckFunction(@case, function.GetString()!);
            return;
        }
        PartException.Name("eager", () => Check(@case, static (update, inputs, check) => check(update(inputs))));
        PartException.Name("planned", () => Check(@case, Ways.Planned));
        KerasCase.CheckConfig(@case, KerasCase.Build<Metric>(@case));
    }

    private static void CheckFunction(VectorCase @case, string name)
    {
        var kwargs = @case.Json.GetProperty("kwargs");
        Axes axis = kwargs.Find("axis")?.GetInt32() ?? -1;
        int k = kwargs.Find("k")?.GetInt32() ?? 5;
        Func<Tensor, Tensor, Tensor> function = name switch
        {
            "binary_accuracy" => (yTrue, yPred) => MetricFunctions.BinaryAccuracy(yTrue, yPred, kwargs.Find("threshold")?.GetDouble() ?? 0.5),
            "categorical_accuracy" => MetricFunctions.CategoricalAccuracy,
            "sparse_categorical_accuracy" => MetricFunctions.SparseCategoricalAccuracy,
            "top_k_categorical_accuracy" => (yTrue, yPred) => MetricFunctions.TopKCategoricalAccuracy(yTrue, yPred, k),
            "sparse_top_k_categorical_accuracy" => (yTrue, yPred) => MetricFunctions.SparseTopKCategoricalAccuracy(yTrue, yPred, k),
            "pearson_correlation" => (yTrue, yPred) => MetricFunctions.PearsonCorrelation(yTrue, yPred, axis),
            "concordance_correlation" => (yTrue, yPred) => MetricFunctions.ConcordanceCorrelation(yTrue, yPred, axis),
            _ => throw new UnsupportedException($"there is no metric function {name}"),
        };
        var output = @case.Arrays.Get(@case.Json.GetProperty("output"));
        Ways.CheckForAnyBatch(
            inputs => [function(inputs[0], inputs[1])],
            [@case.Arrays.Get(@case.Json.GetProperty("y_true")), @case.Arrays.Get(@case.Json.GetProperty("y_pred"))],
            results => @case.Comparison.Check("output", results[0], output));
    }

    private static void Check(VectorCase @case, Action<Func<Tensor[], Tensor?[]>, Tensor[], Action<Tensor?[]>> way)
    {
        var metric = KerasCase.Build<Metric>(@case);
        int number = 0;
        foreach (var update in @case.Json.GetProperty("updates").EnumerateArray())
        {
            string what = $"result after update {number++}";
            var expected = @case.Arrays.Get(update.GetProperty("result"));
            var arguments = @case.Arrays.GetAll(update.GetProperty("args"));
            var weight = @case.Arrays.Find(update.GetProperty("sample_weight"));
            way(
                inputs =>
                {
                    metric.UpdateState(inputs[0], arguments.Length > 1 ? inputs[1] : null, weight is null ? null : inputs[^1]);
                    return [metric.Result()];
                },
                weight is null ? arguments : [.. arguments, weight],
                results => @case.Comparison.Check(what, results[0], expected));
        }
        var variables = @case.Json.GetProperty("variables").EnumerateArray().ToArray();
        if (metric.Variables.Count != variables.Length) throw new MismatchException($"expected {variables.Length} variables, got {metric.Variables.Count}");
        for (int i = 0; i < variables.Length; i++)
            @case.Comparison.Check($"variable {variables[i].Text("name")}", metric.Variables[i].Value, @case.Arrays.Get(variables[i].GetProperty("key")));
        metric.ResetState();
        @case.Comparison.Check("result after reset", metric.Result(), @case.Arrays.Get(@case.Json.GetProperty("result_after_reset")));
    }
}
