using System.Globalization;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Layers;
using Keratin.Models;
using Keratin.Optimizers;
using Keratin.Serialization;

namespace Keratin.Saving.KerasArchive;

/// <summary>Reads and writes a model's variables in the layout of <c>.weights.h5</c> files, which also lies inside of <c>.keras</c> archives.</summary>
internal static class ObjectWeightsFile
{
    // The only values that are kept by name.
    private const string TermWeights = "idf_weights";

    public static Hdf5Writer Write(Model model, Dialect dialect, bool includeOptimizer)
    {
        var file = new Hdf5Writer();
        foreach (var entry in ObjectWeights.WalkToWrite(model, dialect, includeOptimizer))
        {
            var (path, name, variables) = entry;
            var group = file.Root.Group(path);
            if (dialect == Dialect.Keras3 && name is not null) group.SetAttribute("name", name);
            for (int i = 0; i < variables.Count; i++)
                Hdf5Tensors.Write(group, i.ToString(CultureInfo.InvariantCulture), variables[i].Resource.Read());
            if (dialect == Dialect.Keras3 && entry.Layer is IVocabularyHolder { TermWeights: { } weights }) Hdf5Tensors.Write(group, TermWeights, weights);
        }
        return file;
    }

    /// <summary>Loads all variables; nothing is assigned unless all fit, or mismatches are to be skipped.</summary>
    /// <param name="source">The file.</param>
    /// <param name="model">What is loaded.</param>
    /// <param name="dialect">Whose layout the file has.</param>
    /// <param name="includeOptimizer">Whether the optimizer's state is wanted.</param>
    /// <param name="needsOptimizer">Whether a state of another optimizer is an error, or is left alone.</param>
    /// <param name="loading">Takes the values.</param>
    public static void Read(WeightSource source, Model model, Dialect dialect, bool includeOptimizer, bool needsOptimizer, WeightLoading loading)
    {
        var entries = ObjectWeights.Walk(model, dialect, includeOptimizer && source.Contains(ObjectWeights.Optimizer, 0), source.Container).ToList();
        loading.Expect(entries.SelectMany(static entry => entry.Variables));
        foreach (var entry in entries)
        {
            var (path, _, all) = entry;
            if (dialect == Dialect.Keras3 && entry.Layer is IVocabularyHolder holder && source.Find(path, TermWeights) is { } weights) ReadTermWeights(holder, weights, source, path);
            var variables = path == ObjectWeights.Optimizer ? OptimizerVariables(source, model.Optimizer!, needsOptimizer, loading) : all;
            for (int i = 0; i < variables.Count; i++)
            {
                var (variable, name) = (variables[i], WeightLoading.NameOf(variables[i]));
                if (source.Contains(path, i)) loading.Load(variable, name, () => source.Read(path, i, variable, name, loading.Memory));
                else loading.Missing(name, () => new ModelFormatException(source.FileName, WeightSource.Place(path, i), "nothing", $"the value of '{name}', {variable.Shape}"));
            }
            for (int i = variables.Count; variables.Count > 0 && source.Contains(path, i); i++)
                loading.Unexpected(WeightSource.Place(path, i), () => new ModelFormatException(source.FileName, WeightSource.Place(path, i), "a variable", $"only {variables.Count} variables"));
        }
        loading.Assign();
    }

    private static void ReadTermWeights(IVocabularyHolder layer, EagerTensor weights, WeightSource source, string path)
    {
        try
        {
            layer.ReadTermWeights(weights);
        }
        catch (ArgumentException wrong)
        {
            throw new ModelFormatException(source.FileName, $"{path}/{TermWeights}", wrong.Message, "a weight for each term");
        }
    }

    // An optimizer that never made a step has not made its slots yet when it is saved.
    private static IReadOnlyList<Variable> OptimizerVariables(WeightSource source, Optimizer optimizer, bool isNeeded, WeightLoading loading)
    {
        int present = 0;
        while (source.Contains(ObjectWeights.Optimizer, present)) present++;
        if (present == optimizer.Variables.Count || (isNeeded && present > optimizer.FreshVariables.Count)) return optimizer.Variables;
        if (present == optimizer.FreshVariables.Count) return optimizer.FreshVariables;
        foreach (var variable in optimizer.Variables)
            loading.Report.AddSkipped(variable.Name, $"the file has {present} variables for the optimizer, {optimizer.ClassName} {optimizer.Variables.Count}");
        return [];
    }
}
