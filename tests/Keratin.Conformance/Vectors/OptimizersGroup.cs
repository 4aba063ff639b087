using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Optimizers;

namespace Keratin.Conformance.Vectors;

/// <summary>Optimizers: six steps from given start values, at once and traced; the variables after each, the optimizer's own at the end.</summary>
internal static class OptimizersGroup
{
    public static void Run(VectorCase @case)
    {
        PartException.Name("eager", () => Check(@case, static (step, gradients) => step(gradients)));
        PartException.Name("planned", () => Check(@case, static (step, gradients) =>
            Ways.Planned(inputs => { step(inputs); return []; }, gradients, static _ => { })));
        KerasCase.CheckConfig(@case, KerasCase.Build<Optimizer>(@case));
    }

    private static void Check(VectorCase @case, Action<Action<Tensor[]>, Tensor[]> way)
    {
        var (json, arrays) = (@case.Json, @case.Arrays);
        var optimizer = KerasCase.Build<Optimizer>(@case);
        if (json.Find("exclude_from_weight_decay") is { } excluded) optimizer.ExcludeFromWeightDecay(excluded.EnumerateArray().Select(static name => name.GetString()!));
        var variables = json.GetProperty("variables").EnumerateArray()
            .Select(variable => new Variable(arrays.Get(variable.GetProperty("key")), Bare(variable.Text("name")))).ToArray();
        optimizer.Build(variables);
        // The legacy optimizers make their variables in the first step.
        if (json.GetProperty("optimizer_variables_initial") is var initial && initial.GetArrayLength() > 0) CheckState("initial ", @case, optimizer, initial);

        int number = 0;
        foreach (var step in json.GetProperty("steps").EnumerateArray())
        {
            var gradients = step.GetProperty("grads").EnumerateArray().ToArray();
            way(flat => optimizer.ApplyGradients(Arrange(gradients, flat), variables), Flat(gradients, arrays));
            CheckVariables($"after step {number++}: ", @case, variables, step.GetProperty("variables"));
        }
        CheckState("final ", @case, optimizer, json.GetProperty("optimizer_variables"));
        @case.Comparison.Check("iterations", Comparison.NumberAt(optimizer.UpdatesDone.Value, 0), json.GetProperty("iterations").GetDouble());
        if (json.Find("finalized") is not { } finalized) return;
        optimizer.FinalizeVariableValues();
        CheckVariables("finalized: ", @case, variables, finalized);
    }

    private static void CheckVariables(string when, VectorCase @case, Variable[] variables, JsonElement keys)
    {
        int i = 0;
        foreach (var key in keys.EnumerateArray())
        {
            @case.Comparison.Check($"{when}{variables[i].Name}", variables[i].Value, @case.Arrays.Get(key));
            i++;
        }
    }

    private static void CheckState(string when, VectorCase @case, Optimizer optimizer, JsonElement expected)
    {
        var (got, wanted) = (optimizer.Variables, expected.EnumerateArray().ToArray());
        string names = string.Join(", ", wanted.Select(static variable => Bare(variable.Text("name"))));
        if (names != string.Join(", ", got.Select(static variable => variable.Name)))
            throw new MismatchException($"{when}optimizer variables: expected {names}; got {string.Join(", ", got.Select(static variable => variable.Name))}");
        for (int i = 0; i < wanted.Length; i++)
            @case.Comparison.Check($"{when}{got[i].Name}", got[i].Value, @case.Arrays.Get(wanted[i].GetProperty("key")));
    }

    // A gradient that has rows only takes two places in the flat list: values and indices.
    private static Tensor[] Flat(JsonElement[] gradients, Arrays arrays)
    {
        var flat = new List<Tensor>();
        foreach (var gradient in gradients)
        {
            if (gradient.ValueKind == JsonValueKind.Object) flat.AddRange([arrays.Get(gradient.Text("values")), arrays.Get(gradient.Text("indices"))]);
            else if (arrays.Find(gradient) is { } dense) flat.Add(dense);
        }
        return [.. flat];
    }

    private static Tensor?[] Arrange(JsonElement[] gradients, Tensor[] flat)
    {
        int next = 0;
        return Array.ConvertAll(gradients, gradient => gradient.ValueKind switch
        {
            JsonValueKind.Object => new IndexedSlices(flat[next++], flat[next++], Json.ToShape(gradient.GetProperty("shape"))),
            JsonValueKind.Null => (Tensor?)null,
            _ => flat[next++],
        });
    }

    // TensorFlow puts the number of the output behind a variable's name.
    private static string Bare(string name) => name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;
}
