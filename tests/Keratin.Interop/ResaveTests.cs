using System.Text.Json;
using Keratin.Formats;
using Keratin.Models;

namespace Keratin.Interop;

/// <summary>
/// Every whole model of the corpus is loaded, saved again, and given to the Keras of its dialect:
/// predictions and the losses of further training must be those that Keras recorded when it made the model.
/// </summary>
public class ResaveTests
{
    private static readonly string? Corpus = Testing.Repository.Beside("KERATIN_CORPUS", "corpus");

    private readonly string folder = Directory.CreateTempSubdirectory("keratin-resave").FullName;
    private readonly Dictionary<string, string> failures = [];
    private readonly Dictionary<string, string> unsupported = [];
    private readonly Dictionary<string, JsonElement> answers = [];

    [OneTimeSetUp]
    public void Resave()
    {
        if (Corpus is null) return;
        var entries = new List<(string Name, object Entry)>();
        foreach (string name in Files())
        {
            var (source, ending) = (name[..name.LastIndexOf(" as ", StringComparison.Ordinal)], name[(name.LastIndexOf(' ') + 1)..]);
            string original = Artefact(source), file = Path.Combine(folder, $"{source}{ending}");
            try
            {
                Model.Load(original).Save(file);
                entries.Add((name, new { keras = source.EndsWith("k315", StringComparison.Ordinal) ? 3 : 2, file, @case = Path.Combine(Corpus, source), original }));
            }
            catch (ModelFormatException error) when (error.Message.Contains("is unknown as", StringComparison.Ordinal))
            {
                unsupported[name] = error.Message;
            }
            catch (Exception error)
            {
                failures[name] = error.ToString();
            }
        }
        var answer = Peer.Ask("resave.py", new { entries = entries.Select(static entry => entry.Entry) });
        for (int i = 0; i < entries.Count; i++) answers[entries[i].Name] = answer[i];
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(folder, recursive: true);

    [TestCaseSource(nameof(Files))]
    public void Keras_gets_from_our_file_what_it_put_into_its_own(string name)
    {
        if (unsupported.TryGetValue(name, out string? missing)) Assert.Ignore(missing);
        if (failures.TryGetValue(name, out string? failure)) Assert.Fail(failure);
        var answer = answers[name];
        if (answer.GetProperty("skip").ValueKind == JsonValueKind.String) Assert.Ignore(answer.GetProperty("skip").GetString()!);
        if (answer.GetProperty("error").ValueKind == JsonValueKind.String) Assert.Fail(answer.GetProperty("error").GetString()!);
    }

    private static IEnumerable<string> Files()
    {
        if (Corpus is null) yield break;
        foreach (string folder in Directory.EnumerateDirectories(Corpus).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            if (name.StartsWith("bad_", StringComparison.Ordinal) || !(name.Contains(".h5.", StringComparison.Ordinal) || name.Contains(".keras.", StringComparison.Ordinal))) continue;
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
            // Classes of one's own would have to be there in Python, too.
            if (json.RootElement.TryGetProperty("custom_objects", out _)) continue;
            yield return $"{name} as {(name.Contains(".h5.", StringComparison.Ordinal) ? ".h5" : ".keras")}";
        }
    }

    private static string Artefact(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Corpus!, name, "case.json")));
        return Path.Combine(Corpus!, name, json.RootElement.GetProperty("artefact").GetString()!);
    }
}
