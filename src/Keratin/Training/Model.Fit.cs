using Keratin.Layers;
using Keratin.Training;
using Keratin.Training.Callbacks;

namespace Keratin.Models;

public abstract partial class Model
{
    /// <summary>Set by a callback to end training after the current step.</summary>
    public bool StopTraining { get; set; }

    /// <summary>Trains on samples in memory (<c>fit</c>).</summary>
    /// <param name="x">Inputs, samples along the first axis.</param>
    /// <param name="y">Targets.</param>
    /// <param name="batchSize">Samples a step.</param>
    /// <param name="epochs">How often the samples are gone through.</param>
    /// <param name="validationSplit">The share of samples, from the end, that is kept for validation.</param>
    /// <param name="validationData">Evaluated after each epoch.</param>
    /// <param name="shuffle">Whether samples come in a new random order each epoch.</param>
    /// <param name="classWeight">Weights of the classes, by label.</param>
    /// <param name="sampleWeight">Weights of the samples.</param>
    /// <param name="callbacks">Told of every epoch and step.</param>
    /// <param name="progress">Told of progress; <see cref="Progress.Console"/> draws a bar.</param>
    /// <param name="cancellationToken">Ends training between steps.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    /// <exception cref="ArgumentException">Data doesn't fit the model.</exception>
    public History Fit(
        Tensors x, Tensors y, int batchSize = 32, int epochs = 1, double validationSplit = 0, DataSet? validationData = null, bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null, Tensors sampleWeight = default, IReadOnlyList<Callback>? callbacks = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(DataSet.From(x, y, sampleWeight, batchSize),
            new FitOptions { Epochs = epochs, ValidationSplit = validationSplit, ValidationData = validationData, Shuffle = shuffle, ClassWeight = classWeight, Callbacks = callbacks ?? [], Progress = progress },
            cancellationToken);

    /// <summary>Trains on any data.</summary>
    public History Fit(DataSet data, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        new FitLoop(this, data, options ?? new FitOptions(), cancellationToken).Run();

    /// <summary>As <see cref="Fit(Tensors, Tensors, int, int, double, DataSet?, bool, IReadOnlyDictionary{int, double}?, Tensors, IReadOnlyList{Callback}?, IProgress{TrainingProgress}?, CancellationToken)"/>, on another thread.</summary>
    public Task<History> FitAsync(
        Tensors x, Tensors y, int batchSize = 32, int epochs = 1, double validationSplit = 0, DataSet? validationData = null, bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null, Tensors sampleWeight = default, IReadOnlyList<Callback>? callbacks = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Fit(x, y, batchSize, epochs, validationSplit, validationData, shuffle, classWeight, sampleWeight, callbacks, progress, cancellationToken), cancellationToken);

    /// <summary>Trains on any data, on another thread.</summary>
    public Task<History> FitAsync(DataSet data, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Fit(data, options, cancellationToken), cancellationToken);

    /// <summary>Losses and metrics over samples in memory (<c>evaluate</c>).</summary>
    public Logs Evaluate(Tensors x, Tensors y, int batchSize = 32, Tensors sampleWeight = default, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Evaluate(DataSet.From(x, y, sampleWeight, batchSize), progress: progress, cancellationToken: cancellationToken);

    /// <summary>Losses and metrics over any data.</summary>
    public Logs Evaluate(DataSet data, int? steps = null, IReadOnlyList<Callback>? callbacks = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        foreach (var callback in callbacks ?? []) callback.Attach(this, 1, steps ?? data.BatchCount);
        return new EvaluateLoop(this, data, steps, callbacks ?? [], progress, cancellationToken).Run();
    }

    /// <summary>One training step (<c>train_on_batch</c>); the figures are those since <see cref="ResetMetrics"/>.</summary>
    public Logs TrainOnBatch(Tensors x, Tensors y, Tensors sampleWeight = default, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        RequireCompiled("trained");
        TrainStep.Run(ClassWeights.Apply(new Batch(x, y, sampleWeight), classWeight));
        return MetricResults();
    }

    /// <summary>One evaluation step (<c>test_on_batch</c>); the figures are those since <see cref="ResetMetrics"/>.</summary>
    public Logs TestOnBatch(Tensors x, Tensors y, Tensors sampleWeight = default)
    {
        RequireCompiled("evaluated");
        TestStep.Run(new Batch(x, y, sampleWeight));
        return MetricResults();
    }
}
