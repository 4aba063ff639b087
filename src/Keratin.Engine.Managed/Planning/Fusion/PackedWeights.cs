using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>Weights kept in the layout of the product that uses them, as long as the variable that holds them does not change.</summary>
internal sealed unsafe class PackedWeights<T>(Product product, Storage weights) where T : unmanaged
{
    /// <summary>Runs that see the same weights before they are packed: whoever changes weights after each run never pays for packing.</summary>
    private const int Patience = 2;

    private readonly VariableResource? variable = weights.Variable;
    private Kept? kept;
    private long seenVersion = -1;
    private int seen;

    /// <summary>The weights at an address, packed; null if they are to be used as they are.</summary>
    public PackedMatrix<T>? Find(T* address)
    {
        long version = variable?.Version ?? 0;
        if (Volatile.Read(ref kept) is { } current && current.Version == version) return current.Weights;
        if (seenVersion != version) (seenVersion, seen) = (version, 0);
        if (variable is not null && ++seen <= Patience) return null;
        return Pack(version, address);
    }

    private PackedMatrix<T>? Pack(long version, T* address)
    {
        if (variable is null) return Keep(version, address);
        // Who writes in place holds the lock from the change of version to the end.
        if (!variable.Lock.TryEnter()) return null;
        try { return variable.Version == version && variable.Peek().Pointer == address ? Keep(version, address) : null; }
        finally { variable.Lock.Exit(); }
    }

    private PackedMatrix<T>? Keep(long version, T* address)
    {
        var packed = product.Pack(address);
        Volatile.Write(ref kept, new(version, packed));
        return packed;
    }

    private sealed record Kept(long Version, PackedMatrix<T>? Weights);
}
