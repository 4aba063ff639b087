using System.Diagnostics;
using System.Text.Json;

namespace Keratin.Interop;

/// <summary>Real Python Keras: a folder with a <c>python</c> that has Keras 2 and Keras 3, found by KERATIN_PEER or beside the repository.</summary>
internal static class Peer
{
    private static readonly string? Folder = Testing.Repository.Peer is { } peer && File.Exists(Path.Combine(peer, "python")) ? peer : null;

    /// <summary>Runs a script of this project with a request as JSON, and returns its answer. Skips the test, by name, where there is no Python.</summary>
    public static JsonElement Ask(string script, object request)
    {
        if (Folder is null) Assert.Ignore("Real Python Keras is not here: set KERATIN_PEER to its folder.");
        string work = Directory.CreateTempSubdirectory("keratin-peer").FullName;
        try
        {
            string question = Path.Combine(work, "request.json"), answer = Path.Combine(work, "answer.json");
            File.WriteAllText(question, JsonSerializer.Serialize(request));
            var start = new ProcessStartInfo(Path.Combine(Folder!, "python")) { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (string argument in (string[])[Path.Combine(TestContext.CurrentContext.TestDirectory, script), question, answer]) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) Assert.Fail($"{script} ended with {process.ExitCode}: {output.Result}\n{errors[^Math.Min(errors.Length, 4000)..]}");
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(answer));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
