using System.Globalization;
using Keratin.Formats;
using Keratin.Formats.Hdf5;
using Keratin.Models;
using Keratin.Serialization;

namespace Keratin.Saving.KerasArchive;

/// <summary>Reads and writes a model's variables in the layout of <c>.weights.h5</c> files, which also lies inside of <c>.keras</c> archives.</summary>
internal static class ObjectWeightsFile
{
    public static Hdf5Writer Write(Model model, Dialect dialect, bool includeOptimizer)
    {
        var file = new Hdf5Writer();
        foreach (var (path, name, variables) in ObjectWeights.Walk(model, dialect, includeOptimizer))
        {
            var group = file.Root.Group(path);
            if (dialect == Dialect.Keras3 && name is not null) group.SetAttribute("name", name);
            for (int i = 0; i < variables.Count; i++)
                Hdf5Tensors.Write(group, i.ToString(CultureInfo.InvariantCulture), variables[i].Resource.Read());
        }
        return file;
    }

    /// <summary>Loads all variables; nothing is assigned unless all fit, or mismatches are to be skipped.</summary>
    public static void Read(Hdf5File file, string fileName, Model model, Dialect dialect, bool includeOptimizer, bool skipMismatch, LoadReport report)
    {
        var values = new List<(Variable Variable, EagerTensor Value)>();
        foreach (var (path, _, variables) in ObjectWeights.Walk(model, dialect, includeOptimizer && file.Root.TryGetGroup("optimizer/vars", out _), ObjectWeights.ContainerOf(file)))
        {
            file.Root.TryGetGroup(path, out var group);
            for (int i = 0; i < variables.Count; i++)
            {
                string place = $"{path}/{i.ToString(CultureInfo.InvariantCulture)}";
                try
                {
                    if (group is null || !group.TryGetDataset(i.ToString(CultureInfo.InvariantCulture), out var dataset))
                    {
                        if (!skipMismatch) throw new ModelFormatException(fileName, place, "nothing", $"the value of '{PathOf(variables[i])}', {variables[i].Shape}");
                        report.AddMissing(PathOf(variables[i]));
                        continue;
                    }
                    values.Add((variables[i], Hdf5Tensors.Read(dataset, variables[i], PathOf(variables[i]), fileName)));
                    report.AddLoaded(PathOf(variables[i]), variables[i].Shape);
                }
                catch (ModelFormatException mismatch) when (skipMismatch)
                {
                    report.AddSkipped(PathOf(variables[i]), mismatch.Message);
                }
            }
            for (int i = variables.Count; group is not null && group.TryGetDataset(i.ToString(CultureInfo.InvariantCulture), out _); i++)
            {
                string place = $"{path}/{i.ToString(CultureInfo.InvariantCulture)}";
                if (!skipMismatch) throw new ModelFormatException(fileName, place, "a variable", $"only {variables.Count} variables");
                report.AddUnexpected(place);
            }
        }
        foreach (var (variable, value) in values) variable.Resource.Assign(value);
    }

    private static string PathOf(Variable variable) => variable is Layers.Weight weight ? weight.Path : variable.Name;
}
