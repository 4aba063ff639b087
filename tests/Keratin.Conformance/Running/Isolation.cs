using System.Diagnostics;
using System.Text;

namespace Keratin.Conformance.Running;

/// <summary>
/// Runs cases in a process of their own, so that one which ends its process costs no other. The child prints <c>begin</c> and
/// <c>end</c> lines, separated by tabs; when it dies, a new one goes on behind the case that was being run.
/// </summary>
internal static class Isolation
{
    /// <summary>The child's side: runs all cases but those before <paramref name="start"/>.</summary>
    public static void Serve(Settings settings, int start)
    {
        using var runner = new Runner(settings.Limit);
        foreach (var @case in settings.Cases().Skip(start))
        {
            Console.WriteLine($"begin\t{@case.Name}");
            Console.Out.Flush();
            var outcome = runner.Run(@case);
            Console.WriteLine($"end\t{outcome.Case}\t{outcome.Verdict}\t{outcome.Reason.Replace('\t', ' ').ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>The parent's side.</summary>
    /// <param name="arguments">Of the child, without the number of cases to skip.</param>
    public static IEnumerable<Outcome> Run(IReadOnlyList<string> arguments)
    {
        for (int done = 0; ;)
        {
            var errors = new StringBuilder();
            using var child = Start([.. arguments, "--serve-from", $"{done}"], errors);
            string? running = null;
            while (child.StandardOutput.ReadLine() is { } line)
            {
                var parts = line.Split('\t', 4);
                if (parts is ["begin", var name]) running = name;
                if (parts is not ["end", var ended, var verdict, var reason]) continue;
                running = null;
                done++;
                yield return new Outcome(ended, Enum.Parse<Verdict>(verdict), reason);
            }
            child.WaitForExit();
            if (running is null)
            {
                if (child.ExitCode == 0) yield break;
                throw new InvalidOperationException($"The process that runs the cases ended with code {child.ExitCode} between cases: {errors}");
            }
            done++;
            yield return new Outcome(running, Verdict.Failed, $"ended the process with code {child.ExitCode}");
        }
    }

    /// <summary>Starts this program anew.</summary>
    public static Process Start(IEnumerable<string> arguments, StringBuilder errors)
    {
        string program = Environment.ProcessPath!;
        // Either this program's own executable runs, or dotnet with the assembly as its argument.
        if (Path.GetFileNameWithoutExtension(program) is "dotnet" or "testhost") (program, arguments) = ("dotnet", arguments.Prepend(typeof(Isolation).Assembly.Location));
        var child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        child.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        child.BeginErrorReadLine();
        return child;
    }
}
