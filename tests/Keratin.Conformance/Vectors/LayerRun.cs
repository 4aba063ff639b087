using System.Globalization;
using System.Text.Json;
using Keratin.Conformance.Running;
using Keratin.Gradients;
using Keratin.Graphs;
using Keratin.Layers;

namespace Keratin.Conformance.Vectors;

/// <summary>A layer as a case describes it, built and given its weights, and one call of it.</summary>
internal sealed class LayerRun
{
    private readonly VectorCase @case;
    private readonly LayerCall call;
    private readonly Layer layer;
    private readonly EagerTensor?[] outputs;
    private readonly EagerTensor?[] losses;
    private readonly EagerTensor?[] masks;
    private readonly Tensor[] cotangents;
    private readonly EagerTensor?[] inputGradients;
    private readonly EagerTensor?[] weightGradients;

    public LayerRun(VectorCase @case)
    {
        this.@case = @case;
        call = new LayerCall(@case.Json, @case.Arrays);
        outputs = All(@case.Json.Find("outputs"));
        losses = All(@case.Json.Find("losses"));
        masks = All(@case.Json.Find("output_mask"));
        var grads = @case.Json.Find("grads");
        cotangents = grads is null ? [] : @case.Arrays.GetAll(grads.Value.GetProperty("cotangent"));
        inputGradients = [.. All(grads?.GetProperty("inputs")), .. All(grads?.Find("states"))];
        weightGradients = All(grads?.GetProperty("weights"));
        layer = Build();
    }

    /// <summary>All tensors that the call takes, in the order of <see cref="LayerCall.Tensors"/>.</summary>
    public Tensor[] Inputs => call.Tensors;

    /// <summary>The earlier calls of a stateful layer.</summary>
    public void Before()
    {
        foreach (var inputs in call.Before) layer.Apply(call.Arrange(inputs), call.Training);
    }

    /// <summary>Outputs, losses, masks, gradients of inputs and of weights, in this order.</summary>
    public Tensor?[] Compute(Tensor[] inputs)
    {
        using var tape = new GradientTape();
        foreach (var input in inputs)
            if (input.DType.IsDifferentiable()) tape.Watch(input);
        using var collected = Layer.CollectLosses();
        var results = call.Apply(layer, inputs);
        Tensor[] penalties = losses.Length == 0 ? [] : [.. collected.Losses, .. layer.RegularizationLosses()];
        Tensor?[] all = [.. results, .. penalties, .. masks.Length == 0 ? [] : results.Select(static result => result.KerasMask).Take(masks.Length)];
        if (cotangents.Length == 0) return all;
        var targets = results.Where(static result => result.DType.IsDifferentiable()).ToArray();
        // Of a layer that computes in half precision the outputs were made float32 before they were weighted.
        var weighting = targets.Select((target, i) => target.DType == cotangents[i].DType ? cotangents[i] : Ops.Cast(cotangents[i], target.DType)).ToArray();
        return [.. all, .. tape.Gradient(targets, [.. inputs.Take(inputGradients.Length), .. layer.Weights.Select(static weight => weight.Handle)], weighting)];
    }

    public void Check(Tensor?[] results)
    {
        int next = 0;
        void Take(string what, EagerTensor?[] expected)
        {
            for (int i = 0; i < expected.Length; i++, next++)
            {
                if (next >= results.Length) throw new MismatchException($"{what} {i} is missing");
                if (expected[i] is { } value) @case.Comparison.Check($"{what} {i}", results[next], value);
            }
        }
        Take("output", outputs);
        Take("loss", losses);
        Take("mask of output", masks);
        if (cotangents.Length == 0) return;
        Take("gradient of input", inputGradients);
        Take("gradient of weight", weightGradients);
        if (next != results.Length) throw new MismatchException($"expected {next} outputs, losses, masks and gradients, got {results.Length}");
    }

    /// <summary>The non-trainable weights after the call.</summary>
    public void CheckState()
    {
        var keys = @case.Json.GetProperty("state_after").EnumerateArray().ToArray();
        // In Keras 2 a layer that is not trainable leaves its variables so; the case tells which are state.
        var state = layer.Weights.Where((_, i) => !@case.Json.GetProperty("weights")[i].GetProperty("trainable").GetBoolean()).ToArray();
        if (keys.Length != state.Length) throw new MismatchException($"expected {keys.Length} non-trainable weights, got {state.Length}");
        for (int i = 0; i < keys.Length; i++) @case.Comparison.Check($"state {state[i].Name}", state[i].Value, @case.Arrays.Get(keys[i]));
        CheckStates();
    }

    // What a recurrent layer keeps from batch to batch.
    private void CheckStates()
    {
        var expected = All(@case.Json.Find("states_after"));
        Variable[] states = layer switch
        {
            RecurrentLayer recurrent => [.. recurrent.States],
            Bidirectional both => [.. both.Forward.States, .. both.Backward.States],
            _ => [],
        };
        if (expected.Length != states.Length) throw new MismatchException($"expected {expected.Length} kept states, got {states.Length}");
        for (int i = 0; i < expected.Length; i++) @case.Comparison.Check($"kept state {i}", states[i].Value, expected[i]!);
    }

    /// <summary>What the layer says of its output's shape for a batch of any size.</summary>
    public void CheckOutputShape()
    {
        if (@case.Json.Find("output_shape") is not { } expected || call.Tensors.Any(static tensor => tensor.Rank == 0)) return;
        // Keras 2 answers the input's shape here whatever is made of it, and knows no shapes of ragged tensors.
        if (layer is Hashing or Discretization && layer.Dialect == Serialization.Dialect.Keras2 || layer is TextVectorization { Ragged: true }) return;
        bool isList = expected.GetArrayLength() > 0 && expected[0].ValueKind == JsonValueKind.Array;
        var wanted = isList ? expected.EnumerateArray().Select(Json.ToShape).ToArray() : [Json.ToShape(expected)];
        bool hasBatch = wanted.Any(static shape => shape.Rank > 0 && shape[0] < 0);
        var got = call.OutputSpecs(layer, hasBatch).Select(static spec => spec.Shape).ToArray();
        // Tensors given besides have a batch of their own, which the outputs take on.
        bool fits = got.Length == wanted.Length && got.Zip(wanted).All(pair => IsAsExact(pair.First, pair.Second) && (call.HasMoreTensors || pair.First.Rank == 0 || pair.First[0] == pair.Second[0]));
        if (!fits) throw new MismatchException($"output shape: expected {string.Join(", ", wanted)}, got {string.Join(", ", got)}");
    }

    /// <summary>What the layer has learned.</summary>
    public void CheckLearned()
    {
        if (@case.Json.Find("vocabulary") is { } vocabulary)
        {
            string[] expected = [.. vocabulary.EnumerateArray().Select(static term => term.ToString())];
            string[] got = layer switch
            {
                StringLookup lookup => lookup.GetVocabulary(),
                IntegerLookup lookup => [.. lookup.GetVocabulary().Select(static term => term.ToString(CultureInfo.InvariantCulture))],
                _ => ((TextVectorization)layer).GetVocabulary(),
            };
            if (!expected.SequenceEqual(got)) throw new MismatchException($"vocabulary: expected {string.Join(", ", expected)}; got {string.Join(", ", got)}");
        }
        if (@case.Json.Find("bin_boundaries") is { } boundaries)
            @case.Comparison.Check("boundaries", Tensor.From([.. ((Discretization)layer).Boundaries!]), Tensor.From([.. boundaries.EnumerateArray().Select(static boundary => boundary.GetDouble())]));
    }

    /// <summary>What the layer writes of itself.</summary>
    public void CheckConfig() => KerasCase.CheckConfig(@case, layer);

    // Where Keras leaves a size open, a number is no error.
    private static bool IsAsExact(Shape got, Shape wanted) => got.Rank == wanted.Rank && got.Dims.ToArray().Zip(wanted.Dims.ToArray()).All(static sizes => sizes.First == sizes.Second || sizes.Second < 0);

    private Layer Build()
    {
        var built = KerasCase.Build<Layer>(@case);
        if (@case.Json.Find("adapt") is { } adapt) ((PreprocessingLayer)built).Adapt(@case.Arrays.Get(adapt.GetProperty("data")));
        if (@case.Json.Find("build") is { } build) built.EnsureBuilt(Json.ToShape(build.GetProperty("shape")));
        else built.EnsureBuilt(call.InputShapes);
        var weights = @case.Json.GetProperty("weights").EnumerateArray().ToArray();
        var values = Array.ConvertAll(weights, weight => @case.Arrays.Get(weight.GetProperty("key")));
        var names = Array.ConvertAll(weights, static weight => weight.Text("name").Split('/')[^1].Split(':')[0]);
        if (!names.SequenceEqual(built.Weights.Select(static weight => weight.Name)))
            throw new MismatchException($"weights: expected {string.Join(", ", names)}; got {string.Join(", ", built.Weights.Select(static weight => weight.Name))}");
        built.SetWeights(values);
        return built;
    }

    private EagerTensor?[] All(JsonElement? list)
    {
        if (list is null) return [];
        return [.. Arrays.Flatten(list.Value).SelectMany(Parts)];
    }

    // A ragged tensor is its values and where its rows start; a sparse one is compared as the dense one that it stands for.
    private IEnumerable<EagerTensor?> Parts(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object) return [@case.Arrays.Find(item)];
        if (item.Find("ragged") is { } ragged) return [@case.Arrays.Get(ragged.GetProperty("values")), .. ragged.GetProperty("row_splits").EnumerateArray().Select(@case.Arrays.Get)];
        var sparse = item.GetProperty("sparse");
        var values = @case.Arrays.Get(sparse.GetProperty("values"));
        return [Ops.SparseToDense(@case.Arrays.Get(sparse.GetProperty("indices")), @case.Arrays.Get(sparse.GetProperty("dense_shape")), values, Tensor.Zeros(Shape.Scalar, values.DType)).Value];
    }
}
