using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Serialization;
using Keratin.Training;

namespace Keratin.Saving.Hdf5;

/// <summary>Whole models in one HDF5 file: architecture and compilation as JSON attributes, weights and optimizer state as groups.</summary>
internal static class Hdf5ModelFile
{
    private const string ModelConfigAttribute = "model_config", TrainingConfigAttribute = "training_config", VersionAttribute = "keras_version";
    private const string ModelWeights = "model_weights", OptimizerWeights = "optimizer_weights";

    public static Hdf5Writer Write(Model model, SaveOptions options)
    {
        if (model is not Functional)
            throw new NotSupportedException($"The subclassed model '{model.Name}' ({model.ClassName}) can't be saved whole in HDF5, which keeps only models made of layers. Save it as .keras, or its weights with SaveWeights.");
        var dialect = options.Dialect ?? model.Dialect;
        var form = dialect == Dialect.Keras3 ? ObjectForm.LegacyShell : ObjectForm.Legacy;
        var file = new Hdf5Writer();
        file.Root.SetAttribute(VersionAttribute, KerasVersion.Of(dialect));
        file.Root.SetAttribute("backend", "tensorflow");
        file.Root.SetTextAttribute(ModelConfigAttribute, KerasSerializer.Serialize(model, dialect, form));
        LegacyWeights.Write(file.Root.Group(ModelWeights), model, dialect);
        if (!options.IncludeOptimizer || model.Compiled is not { Optimizer: { } optimizer } compiled) return file;

        var training = new ConfigWriter(dialect, form);
        training.BeginObject();
        CompileConfig.Write(training, compiled, isHdf5: true);
        training.EndObject();
        file.Root.SetTextAttribute(TrainingConfigAttribute, training.Finish());
        if (!optimizer.IsBuilt) optimizer.Build(model.TrainableWeights);
        var group = file.Root.Group(OptimizerWeights);
        var (variables, taken) = (optimizer.Variables, new HashSet<string>());
        var names = new string[variables.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Unique(taken, NameOf(optimizer, variables[i], dialect));
            Hdf5Tensors.Write(group, names[i], variables[i].Resource.Read());
        }
        ChunkedAttribute.Write(group, "weight_names", names);
        return file;
    }

    private static string NameOf(Optimizer optimizer, Variable variable, Dialect dialect) =>
        dialect == Dialect.Keras2 ? $"{variable.Name}:0" : variable.Name.Contains('/') ? variable.Name : $"{optimizer.Name}/{variable.Name}";

    // Two variables of Adafactor have one name in Keras 3, which then can't write them. It reads names in their order, so any will do.
    private static string Unique(HashSet<string> taken, string name)
    {
        string unique = name;
        for (int i = 1; !taken.Add(unique); i++) unique = $"{name}_{i}";
        return unique;
    }

    public static Model Read(Hdf5File file, string name, LoadOptions options, LoadReport report)
    {
        if (!TryGetJson(file, ModelConfigAttribute, out var config))
            throw new ModelFormatException(name, "/", "no attribute model_config", file.Root.Attributes.Contains("layer_names") ? "a whole model; this file holds weights only: build the model and call LoadWeights" : "a whole model that Keras saved");
        var model = ModelConfig.Read(config, name, ModelConfigAttribute, Version(file), options);
        if (!file.Root.TryGetGroup(ModelWeights, out var weights)) throw new ModelFormatException(name, "/", $"no group {ModelWeights}", "the model's weights");
        LegacyWeights.ReadByTopology(weights, name, model, new WeightLoading(options, report));
        if (options.Compile && TryGetJson(file, TrainingConfigAttribute, out var training)) ReadCompilation(file, name, model, training, options, report);
        return model;
    }

    private static void ReadCompilation(Hdf5File file, string name, Model model, ReadOnlyMemory<byte> training, LoadOptions options, LoadReport report)
    {
        var arguments = ModelConfig.Guard(name, TrainingConfigAttribute, () =>
        {
            using var json = KerasSerializer.Parse(training);
            return KerasSerializer.Read(json.RootElement, new ConfigReadOptions { Dialect = model.Dialect, CustomObjects = options.CustomObjects, SafeMode = options.SafeMode }, static value => CompileConfig.Read(value.AsReader()));
        });
        model.Compile(arguments);
        if (arguments.Optimizer is not { } optimizer || !file.Root.TryGetGroup(OptimizerWeights, out var group)) return;
        optimizer.Build(model.TrainableWeights);
        string[] names = ChunkedAttribute.Read(group, "weight_names") ?? [];
        // An optimizer that never made a step has not made its slots yet when it is saved.
        var variables = names.Length == optimizer.FreshVariables.Count ? optimizer.FreshVariables : optimizer.Variables;
        if (names.Length != variables.Count)
            throw new ModelFormatException(name, $"/{OptimizerWeights}", $"{names.Length} variables", $"{variables.Count} for the optimizer {optimizer.ClassName}; load with Compile = false to do without its state");
        var memory = new TensorArena();
        for (int i = 0; i < names.Length; i++)
        {
            variables[i].Resource.Take(Hdf5Tensors.Read(group.GetDataset(names[i]), variables[i], variables[i].Name, name, memory));
            report.AddLoaded($"optimizer/{variables[i].Name}", variables[i].Shape);
        }
    }

    private static bool TryGetJson(Hdf5File file, string name, out ReadOnlyMemory<byte> json)
    {
        bool found = file.Root.Attributes.TryGet(name, out var attribute);
        json = found ? attribute!.GetByteString() : default;
        return found;
    }

    private static string? Version(Hdf5File file) =>
        file.Root.Attributes.TryGetString(VersionAttribute, out string? version) ? version
        : file.Root.TryGetGroup(ModelWeights, out var weights) && weights.Attributes.TryGetString(VersionAttribute, out version) ? version
        : null;
}
