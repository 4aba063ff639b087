using System.Diagnostics;

namespace Keratin.Benchmarks;

internal static class Processes
{
    /// <summary>This program again, with other arguments.</summary>
    public static ProcessStartInfo Self(IEnumerable<string> arguments)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
        // Started as `dotnet Keratin.Benchmarks.dll`, the process is dotnet itself.
        bool hosted = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new(program, hosted ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
    }

    /// <summary>What a process prints; an error if it fails.</summary>
    public static string Output(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{errors.Result}");
    }
}
