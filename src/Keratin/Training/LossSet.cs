using Keratin.Losses;

namespace Keratin.Training;

/// <summary>The losses of a model's outputs: one for all, a list, or a dictionary by output name. A loss, or its name in Keras, converts by itself.</summary>
public sealed class LossSet
{
    private LossSet(Loss? single, IReadOnlyList<Loss?>? list, IReadOnlyDictionary<string, Loss?>? named) => (Single, List, Named) = (single, list, named);

    /// <summary>The loss of every output, if it is one for all.</summary>
    public Loss? Single { get; }

    /// <summary>A loss for each output, null for an output without.</summary>
    public IReadOnlyList<Loss?>? List { get; }

    /// <summary>Losses by output name.</summary>
    public IReadOnlyDictionary<string, Loss?>? Named { get; }

    /// <summary>The loss of an output, or null.</summary>
    public Loss? For(int output, string name) =>
        List is not null ? output < List.Count ? List[output] : null
        : Named is not null ? Named.GetValueOrDefault(name)
        : Single;

    /// <summary>One loss for all outputs.</summary>
    public static implicit operator LossSet(Loss loss) => new(loss, null, null);

    /// <summary>One loss for all outputs, by Keras's name.</summary>
    public static implicit operator LossSet(string name) => new((Loss)name, null, null);

    /// <summary>A loss for each output.</summary>
    public static implicit operator LossSet(Loss?[] losses) => new(null, losses, null);

    /// <summary>Losses by output name.</summary>
    public static implicit operator LossSet(Dictionary<string, Loss?> losses) => new(null, null, losses);

    internal void Check(IReadOnlyList<string> outputNames)
    {
        if (List is not null && List.Count != outputNames.Count)
            throw new ArgumentException($"The model has {outputNames.Count} outputs ({string.Join(", ", outputNames)}); {List.Count} losses were given.");
        foreach (string name in Named?.Keys ?? [])
            if (!outputNames.Contains(name))
                throw new ArgumentException($"A loss was given for '{name}', but the model's outputs are {string.Join(", ", outputNames)}.");
    }
}
