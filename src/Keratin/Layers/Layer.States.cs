namespace Keratin.Layers;

public abstract partial class Layer
{
    private readonly List<(string Name, IReadOnlyList<Variable> Variables)> states = [];

    /// <summary>Variables that are no weights but belong to the layer's state (a seed generator's), under the attribute name of Keras's files.</summary>
    internal IReadOnlyList<(string Name, IReadOnlyList<Variable> Variables)> States => states;

    private protected void TrackState(string name, params IReadOnlyList<Variable> variables) => states.Add((name, variables));
}
