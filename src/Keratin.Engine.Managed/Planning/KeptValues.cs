namespace Keratin.Engines.Managed.Planning;

/// <summary>What a plan's first steps computed from variables only (see <see cref="Invariants"/>): kept until one of these variables changes.</summary>
/// <param name="steps">How many steps compute them.</param>
/// <param name="offsets">Where each value is in the memory that is kept, whose first bytes hold a number that no other state has.</param>
/// <param name="size">Bytes of that memory.</param>
/// <param name="variables">Which of the plan's variables they depend on.</param>
internal sealed unsafe class KeptValues(int steps, nuint[] offsets, nuint size, int[] variables)
{
    private static long made;
    private State? current;

    /// <summary>How many steps compute them, at the beginning of the plan.</summary>
    public int Steps { get; } = steps;

    /// <summary>How many values there are.</summary>
    public int Count => offsets.Length;

    /// <summary>Fills in the addresses. Returns whether the values are there; if not, the steps must compute them, then <see cref="Publish"/> be called.</summary>
    public bool Resolve(nint* addresses, Arena arena)
    {
        if (offsets.Length == 0) return true;
        var state = Volatile.Read(ref current);
        bool valid = state is not null && state.IsOf(arena.Versions, variables);
        if (!valid) state = new State(TensorBuffer.Allocate(size), arena.Versions, variables);
        if (arena.Kept != state)
        {
            arena.Kept = state;
            for (int i = 0; i < offsets.Length; i++) addresses[i] = (nint)state!.Memory.Pointer + (nint)offsets[i];
        }
        return valid;
    }

    /// <summary>Lets other runs use what the steps of this run have computed.</summary>
    public void Publish(Arena arena) => Volatile.Write(ref current, arena.Kept);

    /// <summary>Values of some versions of the variables. Never changes once it is published.</summary>
    internal sealed class State
    {
        private readonly long[] versions;

        public State(TensorBuffer memory, long[] all, int[] variables)
        {
            Memory = memory;
            *(long*)memory.Pointer = Interlocked.Increment(ref made);
            versions = Array.ConvertAll(variables, variable => all[variable]);
        }

        public TensorBuffer Memory { get; }

        public bool IsOf(long[] all, int[] variables)
        {
            for (int i = 0; i < variables.Length; i++)
                if (versions[i] != all[variables[i]]) return false;
            return true;
        }
    }
}
