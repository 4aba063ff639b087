using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>Weights kept in the layout of the product that uses them, as long as they do not change.</summary>
/// <param name="product">Knows the layout.</param>
/// <param name="variable">The variable that holds the weights; null for constants, and for weights that a plan computes and keeps.</param>
internal sealed unsafe class PackedWeights<T>(Product product, VariableResource? variable) where T : unmanaged
{
    /// <summary>Runs that see the same weights before they are packed: whoever changes weights after each run never pays for packing.</summary>
    private const int Patience = 2;

    private Kept? kept;
    private long seenVersion = -1;
    private int seen;

    /// <summary>The weights at an address, packed; null if they are to be used as they are.</summary>
    /// <param name="address">Where the weights are.</param>
    /// <param name="identity">A number that changes when weights that a plan keeps change; null if they are a constant's or a variable's.</param>
    public PackedMatrix<T>? Find(T* address, long* identity)
    {
        long version = variable is not null ? variable.Version : identity == null ? 0 : *identity;
        if (Volatile.Read(ref kept) is { } current && current.Version == version) return current.Weights;
        if (seenVersion != version) (seenVersion, seen) = (version, 0);
        return ++seen > Patience ? Pack(version, address) : null;
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

/// <summary>The packed weights of variables and constants, shared by all plans of an executable.</summary>
internal sealed class PackedWeightsCache
{
    private readonly Dictionary<(object Source, object Layout), object> known = [];

    /// <summary>The packed form of weights, made when they are first asked for. Weights that a plan keeps are its own.</summary>
    public PackedWeights<T> Get<T>(Product product, Storage weights) where T : unmanaged
    {
        if (((object?)weights.Variable ?? weights.Constant) is not { } source) return new(product, null);
        if (!known.TryGetValue((source, product.Layout), out var packed)) known.Add((source, product.Layout), packed = new PackedWeights<T>(product, weights.Variable));
        return (PackedWeights<T>)packed;
    }
}
