using System.Diagnostics;

namespace Keratin.Tests;

/// <summary>Work that a test has done by a process of its own, so that it can be killed: this assembly is a program, too.</summary>
internal static class ChildProcess
{
    private static readonly Dictionary<string, Action<string[]>> Works = new()
    {
        ["save"] = Saving.KilledSaves.SaveForEver,
        [Saving.Checkpoints.SavingForEver.Work] = Saving.Checkpoints.SavingForEver.Run,
    };

    /// <summary>Starts work in a new process, which is killed when the result is disposed.</summary>
    /// <param name="work">The name of the work.</param>
    /// <param name="arguments">What it is given.</param>
    public static Process Start(string work, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
        };
        foreach (string argument in (string[])["exec", typeof(ChildProcess).Assembly.Location, work, .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("No process was started.");
    }

    private static int Main(string[] arguments)
    {
        if (arguments is not [var work, .. var rest] || !Works.TryGetValue(work, out var action)) return 1;
        action(rest);
        return 0;
    }
}
