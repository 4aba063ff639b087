using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Formats.KerasArchive;
using Keratin.Models;

namespace Keratin.Tests.Saving;

/// <summary>
/// Changes the JSON in files of real models, value by value, and loads them: either a model comes out, or a
/// <see cref="ModelFormatException"/>, soon and with little memory. Mutants are numbered; a number makes the same mutant again.
/// </summary>
public class ModelMutationTests
{
    private const long MaxBytes = 256 << 20;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    [TestCase("keras/mixed_k221.keras", 1000)]
    [TestCase("corpus/resume_sgd.keras.k315/model.keras", 1000)]
    [TestCase("python/digits.keras", 600)]
    public void An_archive_with_another_config_loads_or_is_refused(string file, int count)
    {
        using var archive = KerasArchiveReader.Open(TestData.Path(file));
        var entries = archive.Names.ToDictionary(static name => name, name => archive.Read(name).ToArray());
        string config = Encoding.UTF8.GetString(entries["config.json"]);
        Run(file, count, config, mutant =>
        {
            var written = new KerasArchiveWriter();
            foreach (var (name, bytes) in entries) written.Add(name, name == "config.json" ? Encoding.UTF8.GetBytes(mutant) : bytes);
            return written.ToBytes();
        });
    }

    [TestCase("h5/model_k212.h5", "model_config", 500)]
    [TestCase("corpus/resume_sgd.h5.k212/model.h5", "training_config", 300)]
    [TestCase("corpus/mixed.h5.k315/model.h5", "model_config", 500)]
    [TestCase("corpus/resume_sgd.h5.k315/model.h5", "training_config", 300)]
    public void An_h5_file_with_another_config_loads_or_is_refused(string file, string attribute, int count)
    {
        using var original = Hdf5File.Open(TestData.Path(file));
        Assert.That(original.Root.Attributes.TryGetString(attribute, out string? config), Is.True);
        Run(file, count, config!, mutant =>
        {
            var written = new Hdf5Writer();
            Copy(original.Root, written.Root);
            written.Root.SetAttribute(attribute, mutant);
            return written.ToBytes();
        });
    }

    private static void Run(string file, int count, string config, Func<string, byte[]> pack)
    {
        int refused = 0;
        for (int number = 0; number < count; number++)
        {
            string mutant = Mutate(config, number);
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            try
            {
                Model.Load(pack(mutant));
            }
            catch (ModelFormatException)
            {
                refused++;
            }
            catch (Exception other)
            {
                throw new AssertionException($"Mutant {number} of {file}: {other}");
            }
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes), $"bytes for mutant {number} of {file}");
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(MaxTime), $"time for mutant {number} of {file}");
        }
        Assert.That(refused, Is.InRange(count / 10, count - 1), "the mutations must bite, and not always");
    }

    private static string Mutate(string config, int number)
    {
        var random = new Random(number);
        var root = JsonNode.Parse(config)!;
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            var places = new List<JsonNode>();
            Collect(root, places);
            var at = places[random.Next(places.Count)];
            Change(at, random, places);
        }
        return root.ToJsonString();
    }

    private static void Collect(JsonNode? node, List<JsonNode> found)
    {
        var inside = node switch
        {
            JsonObject dictionary => dictionary.Select(static entry => entry.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var child in inside)
        {
            if (child is null) continue;
            found.Add(child);
            Collect(child, found);
        }
    }

    private static void Change(JsonNode at, Random random, List<JsonNode> others)
    {
        JsonNode? value = random.Next(16) switch
        {
            0 => null,
            1 => JsonValue.Create(-1),
            2 => JsonValue.Create(0),
            3 => JsonValue.Create(int.MaxValue),
            4 => JsonValue.Create(1e300),
            5 => JsonValue.Create(0.5),
            6 => JsonValue.Create(""),
            7 => JsonValue.Create("dense"),
            8 => JsonValue.Create(true),
            9 => new JsonArray(),
            10 => new JsonObject(),
            11 => new JsonArray(1, "a", new JsonArray()),
            12 or 13 => others[random.Next(others.Count)].DeepClone(),
            14 => new JsonObject { ["class_name"] = "Dense", ["config"] = new JsonObject { ["units"] = 3 } },
            _ => JsonValue.Create(long.MinValue),
        };
        switch (at.Parent)
        {
            case JsonObject dictionary when random.Next(5) == 0: dictionary.Remove(at.GetPropertyName()); break;
            case JsonObject dictionary: dictionary[at.GetPropertyName()] = value; break;
            case JsonArray list when random.Next(5) == 0: list.RemoveAt(at.GetElementIndex()); break;
            case JsonArray list: list[at.GetElementIndex()] = value; break;
        }
    }

    private static void Copy(Hdf5Group from, Hdf5GroupWriter to)
    {
        foreach (string name in from.Attributes.Names)
        {
            from.Attributes.TryGet(name, out var attribute);
            if (attribute!.Shape.Count == 0 && attribute.ElementType is ElementType.VariableString) to.SetAttribute(name, attribute.GetStrings()[0]);
            else if (attribute.ElementType is ElementType.VariableString or ElementType.FixedString) to.SetAttribute(name, attribute.GetStrings());
        }
        foreach (string name in from.Names)
        {
            from.TryGet(name, out var child);
            if (child is Hdf5Group group) Copy(group, to.Group(name));
            else if (child is Hdf5Dataset dataset)
            {
                var bytes = new byte[dataset.ByteLength];
                dataset.Read(bytes);
                to.Add(name, dataset.ElementType, [.. dataset.Shape], bytes);
            }
        }
    }
}
