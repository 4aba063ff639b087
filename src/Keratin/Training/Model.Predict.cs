using Keratin.Layers;
using Keratin.Training;

namespace Keratin.Models;

public abstract partial class Model
{
    private DirectPredictor? directPredictor;

    /// <summary>The outputs for samples in memory, batch by batch (<c>predict</c>).</summary>
    /// <param name="x">Inputs, samples along the first axis.</param>
    /// <param name="batchSize">Samples a step.</param>
    /// <param name="progress">Told of progress.</param>
    /// <param name="cancellationToken">Ends prediction between steps.</param>
    public Tensors Predict(Tensors x, int batchSize = 32, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Predict(DataSet.From(x, batchSize: batchSize), progress: progress, cancellationToken: cancellationToken);

    /// <summary>The outputs for any data.</summary>
    public Tensors Predict(DataSet data, int? steps = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var parts = new List<List<EagerTensor>>();
        Tensors arrangement = default;
        int step = 0;
        foreach (var batch in data.Epoch(shuffle: false))
        {
            if (step == steps) break;
            cancellationToken.ThrowIfCancellationRequested();
            arrangement = PredictStep.Run(new Batch(batch.X));
            for (int i = 0; i < arrangement.Count; i++)
            {
                if (parts.Count == i) parts.Add([]);
                parts[i].Add(arrangement[i].Value);
            }
            step++;
            progress?.Report(new(0, 1, step, steps ?? data.BatchCount, TrainingStage.PredictionStep, static () => new Logs()));
        }
        if (step == 0) throw new InvalidOperationException("The data gave no batch.");
        progress?.Report(new(0, 1, step, step, TrainingStage.PredictionEnd, static () => new Logs()));
        return arrangement.With([.. parts.Select(Rows.Concat)]);
    }

    /// <summary>The outputs for one batch (<c>predict_on_batch</c>).</summary>
    public Tensors PredictOnBatch(Tensors x) => PredictStep.Run(new Batch(x));

    /// <summary>
    /// The output for samples that lie one after the other in memory, written to memory of the caller. Allocates nothing after the first
    /// call with as many samples, and may be called from many threads at once. For models with one float32 input and one float32 output.
    /// </summary>
    /// <param name="input">Samples in row-major order.</param>
    /// <param name="output">Takes the results in row-major order.</param>
    /// <exception cref="ArgumentException">A length doesn't fit the model.</exception>
    public void Predict(ReadOnlySpan<float> input, Span<float> output) => (directPredictor ?? MakeDirectPredictor()).Run(input, output);

    private DirectPredictor MakeDirectPredictor()
    {
        lock (DirectPredictorGate) return directPredictor ??= new DirectPredictor(this);
    }

    private Lock DirectPredictorGate { get; } = new();
}
