using Keratin.Models;
using Keratin.Training.Callbacks;

namespace Keratin.Training;

/// <summary>Goes through data and gathers losses and metrics.</summary>
internal sealed class EvaluateLoop(
    Model model, DataSet data, int? steps, IReadOnlyList<Callback> callbacks, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
{
    public Logs Run()
    {
        model.RequireCompiled("evaluated");
        foreach (var callback in callbacks) callback.OnTestBegin();
        model.ResetMetrics();
        int step = 0;
        foreach (var batch in data.Epoch(shuffle: false))
        {
            if (step == steps) break;
            cancellation.ThrowIfCancellationRequested();
            foreach (var callback in callbacks) callback.OnTestBatchBegin(step);
            model.TestStep.Run(batch);
            foreach (var callback in callbacks) callback.OnTestBatchEnd(step, model.MetricResults);
            step++;
            progress?.Report(new(0, 1, step, steps ?? data.BatchCount, TrainingStage.EvaluationStep, model.MetricResults));
        }
        if (step == 0) throw new InvalidOperationException("The data gave no batch.");
        var logs = model.MetricResults();
        foreach (var callback in callbacks) callback.OnTestEnd(logs);
        progress?.Report(new(0, 1, step, step, TrainingStage.EvaluationEnd, () => logs));
        return logs;
    }
}
