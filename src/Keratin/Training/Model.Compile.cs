using Keratin.Gradients;
using Keratin.Graphs;
using Keratin.Layers;
using Keratin.Metrics;
using Keratin.Optimizers;
using Keratin.Serialization;
using Keratin.Training;

namespace Keratin.Models;

public abstract partial class Model
{
    private CompiledLoss? compiledLoss;
    private CompiledMetrics? compiledMetrics;
    private Metric[] addedMetrics = [];
    private StepFunction? trainStep;
    private StepFunction? testStep;
    private StepFunction? predictStep;

    /// <summary>What the model was compiled with, or null.</summary>
    public CompileArguments? Compiled { get; private set; }

    /// <summary>The optimizer, or null before <see cref="Compile(CompileArguments)"/>.</summary>
    public Optimizer? Optimizer => Compiled?.Optimizer;

    /// <summary>The names of the outputs: of the layers that give them, or <c>output_1</c> and so on.</summary>
    public virtual IReadOnlyList<string> OutputNames => outputNames;
    private string[] outputNames = [];

    /// <summary>The losses' means and the metrics, with the names under which logs show them.</summary>
    public IEnumerable<(string Name, Metric Metric)> Metrics
    {
        get
        {
            if (compiledLoss is null) yield break;
            foreach (var metric in compiledLoss.Metrics) yield return (metric.Name, metric);
            foreach (var named in compiledMetrics?.Named ?? []) yield return named;
            foreach (var added in addedMetrics) yield return (added.Name, added);
        }
    }

    /// <summary>Sets what the model is trained with (<c>compile</c>).</summary>
    /// <param name="optimizer">Changes the weights; in a model of the policy <c>mixed_float16</c> within a <see cref="LossScaleOptimizer"/>.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="metrics">Figures to be shown.</param>
    /// <param name="lossWeights">Factors of the outputs' losses.</param>
    /// <param name="weightedMetrics">Figures that respect sample weights.</param>
    /// <param name="runEagerly">Whether steps run op by op: slow, for looking inside.</param>
    public void Compile(
        Optimizer? optimizer, LossSet? loss = null, MetricSet? metrics = null, IReadOnlyList<double>? lossWeights = null, MetricSet? weightedMetrics = null, bool runEagerly = false) =>
        Compile(new CompileArguments(Scaling(optimizer), loss, metrics, lossWeights, weightedMetrics, runEagerly));

    // As Keras does: gradients of float16 vanish unless losses are scaled.
    private Optimizer? Scaling(Optimizer? optimizer)
    {
        if (optimizer is null or LossScaleOptimizer || DTypePolicy.Name != "mixed_float16") return optimizer;
        using var behaviour = Dialects.Use(Dialect);
        return new LossScaleOptimizer(optimizer);
    }

    /// <summary>Sets what the model is trained with.</summary>
    public void Compile(CompileArguments arguments)
    {
        Compiled = arguments;
        ForgetSteps();
        Saving.Checkpoints.CheckpointRestore.Continue(this);
    }

    /// <summary>What was traced and made for training holds no longer.</summary>
    private protected void ForgetSteps() => (compiledLoss, compiledMetrics, trainStep, testStep, predictStep) = (null, null, null, null, null);

    /// <summary>Sets all metrics to their start.</summary>
    public void ResetMetrics()
    {
        foreach (var (_, metric) in Metrics) metric.ResetState();
    }

    internal StepFunction TrainStep => trainStep ??= new StepFunction("train_step", OneTrainStep, RequireCompiled("trained").RunEagerly);

    internal StepFunction TestStep => testStep ??= new StepFunction("test_step", OneTestStep, RequireCompiled("evaluated").RunEagerly);

    internal StepFunction PredictStep => predictStep ??= new StepFunction("predict_step", batch => Apply(batch.X, training: false), Compiled?.RunEagerly ?? false);

    internal Logs MetricResults()
    {
        var logs = new Logs();
        foreach (var (name, metric) in Metrics)
            if (metric.Result() is { } result) logs[name] = result.Rank == 0 ? Ops.Cast(result, DType.Float64).Item<double>() : Ops.Cast(Ops.Mean(result, Enumerable.Range(0, result.Rank).ToArray()), DType.Float64).Item<double>();
        return logs;
    }

    internal CompileArguments RequireCompiled(string what) => Compiled
        ?? throw new InvalidOperationException($"Model '{Name}' can't be {what} yet: call Compile with an optimizer and a loss first.");

    // One step over a batch, in ops: traced once, then run by the engine.
    private Tensors OneTrainStep(Batch batch)
    {
        var optimizer = RequireCompiled("trained").Optimizer ?? throw new InvalidOperationException($"Model '{Name}' was compiled without an optimizer; it can be evaluated but not trained.");
        using var tape = new GradientTape();
        var loss = Forward(batch, training: true);
        var variables = TrainableWeights;
        var gradients = Replicas.Mean(tape.Gradient(optimizer.ScaleLoss(loss), variables), variables);
        if (FunctionGraph.Current is not null) Replicas.Synchronize(Weights);
        optimizer.IsTracedForTraining = !Compiled!.RunEagerly;
        optimizer.ApplyGradients(gradients, variables);
        Replicas.Average(NonTrainableWeights);
        return default;
    }

    private Tensors OneTestStep(Batch batch)
    {
        Forward(batch, training: false);
        return default;
    }

    private Tensor Forward(Batch batch, bool training)
    {
        using var added = CollectLosses();
        var yPred = Apply(batch.X, training);
        EnsureCompiledFor(batch, yPred);
        var sums = Replicas.Remember(MetricSums(training));
        var batchSize = Ops.Cast(Ops.StridedSlice(Ops.Shape(batch.X[0]), new[] { 0 }, new[] { 1 }, new[] { 1 }, shrinkAxisMask: 1), DType.Float32);
        var weights = SampleWeights(batch, yPred.Count);
        var loss = compiledLoss!.Compute(batch.Y, yPred, weights, batchSize);
        foreach (var extra in added.Losses.Concat(RegularizationLosses())) loss = loss is null ? extra : loss + extra;
        if (loss is null) throw new InvalidOperationException($"Model '{Name}' has no loss: give one to Compile, or add one in a layer with AddLoss.");
        compiledLoss.Total.UpdateState(loss, sampleWeight: batchSize);
        compiledMetrics!.Update(batch.Y, yPred, weights);
        Replicas.AddChanges(MetricSums(training), sums);
        return loss;
    }

    // What training shows counts the samples of all processes; an evaluation is each one's own.
    private IEnumerable<Variable> MetricSums(bool training) => training ? Metrics.SelectMany(static entry => entry.Metric.Variables) : [];

    private static IEnumerable<Metric> AddedMetrics(Layer layer) => layer is AddMetric added ? [added.Metric] : layer.Sublayers.SelectMany(AddedMetrics);

    private static Tensor?[] SampleWeights(Batch batch, int outputCount)
    {
        var weights = new Tensor?[outputCount];
        for (int i = 0; i < outputCount && batch.SampleWeight.Count > 0; i++)
            weights[i] = batch.SampleWeight[batch.SampleWeight.Count == 1 ? 0 : i];
        return weights;
    }

    private void EnsureCompiledFor(Batch batch, Tensors yPred)
    {
        if (compiledLoss is not null) return;
        addedMetrics = [.. AddedMetrics(this)];
        if (yPred.Names is not null) outputNames = [.. yPred.Names];
        else if (outputNames.Length != yPred.Count) outputNames = [.. Enumerable.Range(1, yPred.Count).Select(static i => $"output_{i}")];
        Compiled!.Loss?.Check(OutputNames);
        if (Compiled.LossWeights is { } weights && weights.Count != yPred.Count)
            throw new ArgumentException($"Model '{Name}' has {yPred.Count} outputs; {weights.Count} loss weights were given.");
        // Metrics have state: values even while the step is traced.
        using var behaviour = Dialects.Use(Dialect);
        using (FunctionGraph.Suspend()) (compiledLoss, compiledMetrics) = (new CompiledLoss(Compiled, OutputNames), new CompiledMetrics(Compiled, OutputNames, batch.Y, yPred));
    }
}
