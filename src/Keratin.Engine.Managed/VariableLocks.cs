namespace Keratin.Engines.Managed;

/// <summary>Holds the locks of the variables among some inputs, always taken in the same order so that two threads never wait for each other.</summary>
internal readonly ref struct VariableLocks
{
    private readonly VariableResource[]? held;

    public VariableLocks(ReadOnlySpan<EagerTensor> inputs)
    {
        var variables = new List<VariableResource>();
        foreach (var input in inputs)
            if (input.DType == DType.Resource && input.Objects[0] is VariableResource variable && !variables.Contains(variable)) variables.Add(variable);
        variables.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        held = [.. variables];
        foreach (var variable in held) variable.Lock.Enter();
    }

    public void Dispose()
    {
        if (held is null) return;
        for (int i = held.Length - 1; i >= 0; i--) held[i].Lock.Exit();
    }
}
