namespace Keratin.Engines.Managed.Planning;

/// <summary>
/// The variables of a plan: finds their memory at the start of a run, holds the locks of those that the run writes, and keeps others' updates
/// away from those that it only reads.
/// </summary>
/// <param name="variables">All variables, in the order of their places in the address table.</param>
/// <param name="written">Whether each is written.</param>
/// <param name="firstAssigned">Whether each is assigned before anything reads it, so that it needs no value yet.</param>
internal sealed unsafe class PlanVariables(VariableResource[] variables, bool[] written, bool[] firstAssigned)
{
    private readonly VariableResource[] locked = InLockingOrder(variables, written);

    public int Count => variables.Length;

    /// <summary>Begins to read, then takes the locks; the values stay alive as long as <paramref name="held"/> is not cleared.</summary>
    public void Enter(EagerTensor?[] held, long[] versions)
    {
        // Reading may wait for a writer: no lock is held yet, so that no writer ever waits for this run.
        try
        {
            for (int i = 0; i < variables.Length; i++)
                if (!written[i]) held[i] = variables[i].BeginRead(out versions[i]);
        }
        catch
        {
            EndReads(held);
            throw;
        }
        foreach (var variable in locked) variable.Lock.Enter();
    }

    /// <summary>Writes the address of each variable's memory.</summary>
    public void Resolve(nint* addresses, EagerTensor?[] held)
    {
        for (int i = 0; i < variables.Length; i++)
        {
            var variable = variables[i];
            if (firstAssigned[i] && !variable.IsInitialized) variable.Assign(Tensor.Zeros(variable.Shape, variable.DType));
            if (written[i]) held[i] = variable.BeginUpdate();
            addresses[i] = (nint)held[i]!.Pointer;
        }
    }

    /// <summary>Gives back what <see cref="Enter"/> took.</summary>
    public void Exit(EagerTensor?[] held)
    {
        for (int i = locked.Length - 1; i >= 0; i--) locked[i].Lock.Exit();
        EndReads(held);
    }

    private void EndReads(EagerTensor?[] held)
    {
        for (int i = 0; i < variables.Length; i++)
            if (!written[i] && held[i] is not null) variables[i].EndRead();
    }

    // The one order in which everybody takes locks, so that two threads never wait for each other.
    private static VariableResource[] InLockingOrder(VariableResource[] variables, bool[] written)
    {
        var locked = new List<VariableResource>();
        for (int i = 0; i < variables.Length; i++)
            if (written[i]) locked.Add(variables[i]);
        locked.Sort(static (a, b) => a.Order.CompareTo(b.Order));
        return [.. locked];
    }
}
