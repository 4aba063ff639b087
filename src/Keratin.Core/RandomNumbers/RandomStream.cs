using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.RandomNumbers;

/// <summary>
/// The place that a stateful random op (<c>RandomUniform</c> and so on) has reached in its stream. Each node of a graph has its own;
/// ops that run at once share one where name and attributes are equal, as TensorFlow's cached kernels do.
/// </summary>
internal sealed class RandomStream(Philox start)
{
    private static readonly ConcurrentDictionary<string, RandomStream> Eager = new();
    private static readonly ConditionalWeakTable<Node, RandomStream> Nodes = [];

    private readonly Lock advance = new();
    private Philox generator = start;

    /// <summary>The stream of an operation, begun when first asked for.</summary>
    public static RandomStream Of(Operation operation)
    {
        if (operation is Node node) return Nodes.GetValue(node, static node => new(Begin(node.Attrs)));
        return Eager.GetOrAdd(Key(operation), static (_, attrs) => new(Begin(attrs)), operation.Attrs);
    }

    /// <summary>Ops that run at once begin their streams anew: what <c>tf.random.set_seed</c> does besides setting the seed.</summary>
    public static void Reset() => Eager.Clear();

    /// <summary>The next part of the stream, of this many counters, which nobody else gets.</summary>
    public Philox Reserve(ulong counters)
    {
        lock (advance)
        {
            var reserved = generator;
            generator.Skip(counters);
            return reserved;
        }
    }

    // Two seeds of 0 mean: not seeded.
    private static Philox Begin(Attrs attrs)
    {
        long seed = attrs.Int("seed"), seed2 = attrs.Int("seed2");
        return seed == 0 && seed2 == 0 ? Philox.FromOpSeeds(Entropy(), Entropy()) : Philox.FromOpSeeds(seed, seed2);
    }

    /// <summary>64 bits that nobody can foresee.</summary>
    internal static long Entropy()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    private static string Key(Operation operation)
    {
        var key = new StringBuilder(operation.Op.Name);
        foreach (var attr in operation.Op.AttrDefs)
            if (operation.Attrs.TryGet(attr.Name, out var value)) key.Append('|').Append(value);
        return key.ToString();
    }
}
