namespace Keratin.Training;

/// <summary>Ways to show training to a person.</summary>
public static class Progress
{
    /// <summary>Keras's progress bar on the console; plain lines where output is not a terminal.</summary>
    public static IProgress<TrainingProgress> Console { get; } = new ConsoleProgress(System.Console.Out, isTerminal: !System.Console.IsOutputRedirected);
}
