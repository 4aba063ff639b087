namespace Keratin.Engines.Managed;

/// <summary>
/// The variables among some inputs, while a kernel works on their memory. A kernel that updates them holds their locks, taken always in the
/// same order so that two threads never wait for each other; a kernel that reads holds none.
/// </summary>
internal readonly ref struct VariableLocks
{
    private readonly List<VariableResource> held = [];
    private readonly bool updates;

    public VariableLocks(EagerTensor[] inputs, bool updates)
    {
        this.updates = updates;
        if (!updates) return;
        foreach (var input in inputs)
            if (input.DType == DType.Resource && Resource.From<VariableResource>(input) is var variable && !held.Contains(variable)) held.Add(variable);
        held.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        foreach (var variable in held) variable.Lock.Enter();
    }

    /// <summary>The memory of a variable that a handle refers to; stays as it is until this is disposed, but for what the kernel does.</summary>
    public EagerTensor Memory(EagerTensor handle)
    {
        var variable = Resource.From<VariableResource>(handle);
        if (updates) return variable.BeginUpdate();
        var value = variable.BeginRead();
        held.Add(variable);
        return value;
    }

    public void Dispose()
    {
        for (int i = held.Count - 1; i >= 0; i--)
            if (updates) held[i].Lock.Exit(); else held[i].EndRead();
    }
}
