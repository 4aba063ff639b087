using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text;
using Keratin.Conformance.Running;
using Keratin.Conformance.Vectors;
using Keratin.Formats.Npy;
using Keratin.Layers;
using Keratin.Losses;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Saving.Checkpoints;
using Keratin.Saving;
using Keratin.Serialization;

namespace Keratin.Conformance.Corpus;

/// <summary>A folder of the corpus: what its case.json says, its arrays, and how the artefact is opened.</summary>
internal sealed partial class CorpusCase : IDisposable
{
    private readonly JsonDocument document;
    private readonly NpzArchive? archive;

    public CorpusCase(string folder)
    {
        Folder = folder;
        document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        string arrays = Path.Combine(folder, "io.npz");
        archive = File.Exists(arrays) ? NpzArchive.Open(arrays) : null;
    }

    /// <summary>Where all of it lies.</summary>
    public string Folder { get; }

    public JsonElement Json => document.RootElement;

    public Arrays Arrays => new(archive ?? throw new FileNotFoundException($"{Folder} has no io.npz."), Json);

    public string Format => Json.Text("format");

    /// <summary>A file, a folder, or the beginning of files' names.</summary>
    public string Artefact => Path.Combine(Folder, Json.Text("artefact"));

    /// <summary>The model with its weights.</summary>
    /// <param name="byName">Whether weights are found by the layers' names, where the format has both ways.</param>
    /// <exception cref="UnsupportedException">The format or one of the classes does not exist yet.</exception>
    public Model Open(bool byName = false)
    {
        try
        {
            return Read(byName);
        }
        catch (Exception error) when (MissingClass(error) is { } missing)
        {
            throw new UnsupportedException($"there is no class {missing}");
        }
    }

    /// <summary>As <see cref="Open"/>, letting every exception through.</summary>
    public Model Read(bool byName = false)
    {
        // Names that the file doesn't tell start anew, as in the process that wrote it.
        NameScope.Reset();
        var options = new LoadOptions { CustomObjects = CustomClasses.For(Json) };
        switch (Format)
        {
            case "h5" or "keras":
                return Model.Load(Artefact, options);
            case "json":
                var fresh = Model.FromJson(File.ReadAllText(Artefact), options);
                fresh.SetWeights(StatedWeights());
                return fresh;
            case "weights-h5" or "weights-h5-legacy":
                var model = Model.FromJson(Json.GetProperty("architecture").GetRawText(), options);
                model.LoadWeights(Artefact, byName, options);
                return model;
            case "checkpoint":
                return ReadCheckpoint(options);
            default:
                throw new UnsupportedException($"the format {Format} can't be opened yet");
        }
    }

    // Weights that Keras 2 saved, or a training state: the architecture stands in the case, and the optimizer.
    private Model ReadCheckpoint(LoadOptions options)
    {
        if (Json.Find("architecture") is not { } architecture) return ReadHidden(options);
        var model = Model.FromJson(architecture.GetRawText(), options);
        if (Json.Find("keywords") is null)
        {
            model.LoadWeights(Artefact, options: options);
            return model;
        }
        var optimizer = KerasSerializer.Deserialize<Optimizer>(Encoding.UTF8.GetBytes(Json.GetProperty("optimizer").GetRawText()), new ConfigReadOptions { Dialect = model.Dialect });
        using (Dialects.Use(model.Dialect)) model.Compile(optimizer, new SparseCategoricalCrossentropy(fromLogits: true));
        // The optimizer's slots are made after the restore, and get their values then.
        var status = new Checkpoint { ["model"] = model, ["optimizer"] = optimizer }.Read(Artefact);
        optimizer.Build(model.TrainableWeights);
        status.AssertConsumed();
        return model;
    }

    // A class of one's own: its weights are there once it is built, after they were loaded.
    private Hidden ReadHidden(LoadOptions options)
    {
        using var reader = CheckpointReader.Open(Artefact);
        foreach (string name in reader.Variables.Keys) reader.GetTensor(name);
        Shape[] kernels = [.. reader.Variables.Where(static variable => variable.Key.StartsWith("blocks/", StringComparison.Ordinal) && variable.Key.Contains("/kernel/", StringComparison.Ordinal)).Select(static variable => variable.Value.Shape)];
        if (kernels.Length == 0) throw new MismatchException("the case has no architecture");
        using var dialect = Dialects.Use(Dialect.Keras2);
        var model = new Hidden([.. kernels.Select(static kernel => (int)kernel[1])]);
        model.LoadWeights(Artefact, options: options);
        model.EnsureBuilt([-1, kernels[0][0]]);
        return model;
    }

    public void Dispose()
    {
        archive?.Dispose();
        document.Dispose();
    }

    // A file of an architecture has no weights: they stand in the case.
    private EagerTensor[] StatedWeights() =>
        Json.GetProperty("tasks").EnumerateArray().Single(static task => task.Text("task") == "weights")
            .GetProperty("weights").EnumerateArray().Select(weight => Arrays.Get(weight.GetProperty("key"))).ToArray();

    private static string? MissingClass(Exception error) =>
        UnknownClass().Match(error.Message) is { Success: true } match && BuiltInClasses.Find(match.Groups[1].Value) is null ? match.Groups[1].Value : null;

    [GeneratedRegex("'([^']+)' is unknown as")]
    private static partial Regex UnknownClass();
}
