using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Keratin.Training;

/// <summary>Draws training as Keras does: a bar with steps, time and figures; where output is no terminal, one line an epoch.</summary>
internal sealed class ConsoleProgress(TextWriter output, bool isTerminal) : IProgress<TrainingProgress>
{
    private const int BarWidth = 20;
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch watch = new();
    private TimeSpan drawn;

    public void Report(TrainingProgress value)
    {
        switch (value.Stage)
        {
            case TrainingStage.EpochBegin:
                output.WriteLine($"Epoch {value.Epoch + 1}/{value.Epochs}");
                watch.Restart();
                drawn = TimeSpan.Zero;
                break;
            case TrainingStage.Step or TrainingStage.EvaluationStep or TrainingStage.PredictionStep:
                if (!watch.IsRunning || value.Step == 1 && value.Stage != TrainingStage.Step) { watch.Restart(); drawn = TimeSpan.Zero; }
                if (!isTerminal || watch.Elapsed - drawn < RedrawInterval) break;
                drawn = watch.Elapsed;
                output.Write("\r" + Line(value, finished: false) + "\u001b[K");
                break;
            default:
                output.WriteLine((isTerminal ? "\r" : "") + Line(value, finished: true) + (isTerminal ? "\u001b[K" : ""));
                watch.Reset();
                break;
        }
    }

    private string Line(TrainingProgress value, bool finished)
    {
        var line = new StringBuilder();
        string total = value.Steps?.ToString(CultureInfo.InvariantCulture) ?? "Unknown";
        line.Append(value.Step.ToString(CultureInfo.InvariantCulture).PadLeft(total.Length)).Append('/').Append(total).Append(' ');
        if (isTerminal && value.Steps is > 0 and int steps)
        {
            int filled = (int)((long)BarWidth * Math.Min(value.Step, steps) / steps);
            line.Append('━', filled).Append("\u001b[90m").Append('━', BarWidth - filled).Append("\u001b[0m ");
        }
        double perStep = watch.Elapsed.TotalSeconds / Math.Max(value.Step, 1);
        if (finished || value.Steps is null) line.Append(Seconds(watch.Elapsed.TotalSeconds)).Append(' ').Append(PerStep(perStep)).Append("/step");
        else line.Append("ETA: ").Append(Seconds(perStep * (value.Steps.Value - value.Step)));
        foreach (var (name, figure) in value.Logs()) line.Append(" - ").Append(name).Append(": ").Append(Figure(figure));
        return line.ToString();
    }

    private static string Seconds(double seconds) =>
        seconds < 60 ? FormattableString.Invariant($"{seconds:0}s")
        : seconds < 3600 ? FormattableString.Invariant($"{(int)seconds / 60}:{(int)seconds % 60:00}")
        : FormattableString.Invariant($"{(int)seconds / 3600}:{(int)seconds % 3600 / 60:00}:{(int)seconds % 60:00}");

    private static string PerStep(double seconds) =>
        seconds >= 1 ? FormattableString.Invariant($"{seconds:0}s") : seconds >= 1e-3 ? FormattableString.Invariant($"{seconds * 1e3:0}ms") : FormattableString.Invariant($"{seconds * 1e6:0}us");

    private static string Figure(double value) =>
        Math.Abs(value) > 1e-3 ? value.ToString("0.0000", CultureInfo.InvariantCulture) : value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
}
