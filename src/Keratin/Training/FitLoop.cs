using Keratin.Models;
using Keratin.Training.Callbacks;

namespace Keratin.Training;

/// <summary>Goes through the epochs and steps of training.</summary>
internal sealed class FitLoop(Model model, DataSet data, FitOptions options, CancellationToken cancellation)
{
    private IEnumerator<Batch>? going;

    public History Run()
    {
        model.RequireCompiled("trained");
        var (training, validation) = SplitValidation();
        int? steps = options.StepsPerEpoch ?? training.BatchCount;
        var history = new History();
        foreach (var callback in options.Callbacks) callback.Attach(model, options.Epochs, steps);

        model.StopTraining = false;
        Tell(static callback => callback.OnTrainBegin());
        var logs = new Logs();
        for (int epoch = options.InitialEpoch; epoch < options.Epochs && !model.StopTraining; epoch++)
        {
            model.ResetMetrics();
            Tell(callback => callback.OnEpochBegin(epoch));
            Report(epoch, 0, steps, TrainingStage.EpochBegin);
            int done = RunEpoch(training, epoch, steps);
            logs = model.MetricResults();
            if (validation is not null && (epoch + 1) % options.ValidationFrequency == 0) Validate(validation, logs);
            Tell(callback => callback.OnEpochEnd(epoch, logs));
            history.Add(epoch, logs);
            options.Progress?.Report(new(epoch, options.Epochs, done, done, TrainingStage.EpochEnd, () => logs));
            steps ??= done;
        }
        if (options.Epochs > 0) model.Optimizer?.FinalizeVariableValues();
        Tell(callback => callback.OnTrainEnd(logs));
        going?.Dispose();
        return history;
    }

    private int RunEpoch(DataSet training, int epoch, int? steps)
    {
        int step = 0;
        while ((steps is null || step < steps) && Next(training, step) is { } batch)
        {
            cancellation.ThrowIfCancellationRequested();
            Tell(callback => callback.OnTrainBatchBegin(step));
            model.TrainStep.Run(ClassWeights.Apply(batch, options.ClassWeight));
            Tell(callback => callback.OnTrainBatchEnd(step, model.MetricResults));
            step++;
            Report(epoch, step, steps, TrainingStage.Step);
            if (model.StopTraining) break;
        }
        if (step == 0) throw new InvalidOperationException("The data gave no batch.");
        return step;
    }

    // With a number of steps an epoch, a sequence goes on where the last epoch stopped, and starts again when it ends.
    private Batch? Next(DataSet training, int step)
    {
        bool continues = options.StepsPerEpoch is not null;
        if (going is null || (step == 0 && !continues)) Restart();
        if (going!.MoveNext()) return going.Current;
        if (!continues) return null;
        Restart();
        return going.MoveNext() ? going.Current : null;

        void Restart()
        {
            going?.Dispose();
            going = training.Epoch(options.Shuffle).GetEnumerator();
        }
    }

    private void Validate(DataSet validation, Logs logs)
    {
        var results = new EvaluateLoop(model, validation, options.ValidationSteps, options.Callbacks, progress: null, cancellation).Run();
        foreach (var (name, value) in results) logs[$"val_{name}"] = value;
    }

    private (DataSet Training, DataSet? Validation) SplitValidation()
    {
        if (options.ValidationSplit == 0 || options.ValidationData is not null) return (data, options.ValidationData);
        if (options.ValidationSplit is not (> 0 and < 1)) throw new ArgumentException($"The validation split must lie between 0 and 1; it is {options.ValidationSplit}.");
        if (data is not ArrayDataSet arrays) throw new ArgumentException("A validation split needs samples in memory; give ValidationData with a sequence of batches.");
        int first = (int)Math.Floor(arrays.Count * (1 - options.ValidationSplit));
        if (first == 0 || first == arrays.Count) throw new ArgumentException($"A validation split of {options.ValidationSplit} leaves no samples on one side: there are {arrays.Count}.");
        var (training, rest) = arrays.Split(first);
        return (training, DataSet.From(rest.X, rest.Y, rest.SampleWeight));
    }

    private void Tell(Action<Callback> what)
    {
        foreach (var callback in options.Callbacks) what(callback);
    }

    private void Report(int epoch, int step, int? steps, TrainingStage stage) =>
        options.Progress?.Report(new(epoch, options.Epochs, step, steps, stage, model.MetricResults));
}
