using System.Reflection;
using System.Runtime.CompilerServices;
using Keratin.Engines.Managed;
using Keratin.Engines.TensorFlow;
using Keratin.Formats;
using Keratin.Models;
using PublicApiGenerator;

namespace Keratin.Tests.PublicApi;

/// <summary>What users can see is under review: each assembly's public members lie beside this file, one text file an assembly.</summary>
internal sealed class PublicApiTests
{
    private const string AcceptVariable = "KERATIN_ACCEPT_API";

    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["System.Runtime.CompilerServices.CompilerGeneratedAttribute", "System.Diagnostics.DebuggerDisplayAttribute"],
    };

    private static readonly Assembly[] Assemblies = [typeof(Model).Assembly, typeof(Tensor).Assembly, typeof(ModelFormatException).Assembly, typeof(ManagedEngine).Assembly, typeof(TensorFlowEngine).Assembly];

    [TestCaseSource(nameof(Assemblies))]
    public void Public_members_are_those_that_were_reviewed(Assembly assembly)
    {
        string file = Path.Combine(Folder(), $"{assembly.GetName().Name}.txt");
        string api = assembly.GeneratePublicApi(Options).ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1") File.WriteAllText(file, api);

        string reviewed = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (api == reviewed) return;
        Assert.Fail($"The public API of {assembly.GetName().Name} is not that of {file}:\n{Difference(reviewed, api)}\n" +
            $"If the change is meant, run the tests once with {AcceptVariable}=1 and commit the file.");
    }

    // Members as a set: a line moved says nothing to a user. The type that a member is in precedes it.
    private static string Difference(string reviewed, string api)
    {
        var (before, after) = (Members(reviewed), Members(api));
        string[] lines = [.. before.Except(after).Select(static line => $"- {line}"), .. after.Except(before).Select(static line => $"+ {line}")];
        return lines.Length == 0 ? "the same members in another order" : string.Join('\n', lines.Take(40)) + (lines.Length > 40 ? $"\n… and {lines.Length - 40} more lines" : "");
    }

    private static List<string> Members(string api)
    {
        var members = new List<string>();
        string type = "";
        foreach (string line in api.Split('\n'))
        {
            string text = line.Trim();
            if (text is "" or "{" or "}") continue;
            if (line.StartsWith("    public ", StringComparison.Ordinal)) type = text;
            members.Add(text == type ? text : $"{type} > {text}");
        }
        return members;
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
