using Keratin.Formats;

namespace Keratin.Saving;

/// <summary>
/// Takes the values that a file has for variables, one by one, and gives them to the variables at the end: a load that fails or is
/// cancelled changes nothing.
/// </summary>
internal sealed class WeightLoading(LoadOptions options, LoadReport report)
{
    private readonly List<(Variable Variable, EagerTensor Value)> values = [];
    private long read, total;

    public bool SkipMismatch => options.SkipMismatch;

    public LoadReport Report => report;

    /// <summary>Where values go.</summary>
    public TensorArena Memory { get; } = new();

    /// <summary>Tells which variables are going to be loaded, so that progress has an end.</summary>
    public void Expect(IEnumerable<Variable> variables)
    {
        if (options.Progress is null) return;
        foreach (var variable in variables) total += BytesOf(variable);
    }

    /// <summary>Loads one variable; what doesn't fit is skipped if that is asked for.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="name">What the report calls it.</param>
    /// <param name="value">Reads its value.</param>
    public void Load(Variable variable, string name, Func<EagerTensor> value)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            values.Add((variable, value()));
            report.AddLoaded(name, variable.Shape);
        }
        catch (ModelFormatException mismatch) when (SkipMismatch)
        {
            report.AddSkipped(name, mismatch.Message);
        }
        options.Progress?.Report(new LoadProgress(read += BytesOf(variable), total, name));
    }

    /// <summary>The file has no value for a variable.</summary>
    public void Missing(string name, Func<ModelFormatException> error)
    {
        if (!SkipMismatch) throw error();
        report.AddMissing(name);
    }

    /// <summary>The file has a value for which there is no variable.</summary>
    public void Unexpected(string place, Func<ModelFormatException> error)
    {
        if (!SkipMismatch) throw error();
        report.AddUnexpected(place);
    }

    /// <summary>Gives the variables their values.</summary>
    public void Assign()
    {
        foreach (var (variable, value) in values) variable.Resource.Take(value);
    }

    /// <summary>What errors and reports call a variable.</summary>
    public static string NameOf(Variable variable) => variable is Layers.Weight weight ? weight.Path : variable.Name;

    private static long BytesOf(Variable variable) => variable.Shape.IsFullyDefined ? variable.Shape.ElementCount * variable.DType.Size() : 0;
}
