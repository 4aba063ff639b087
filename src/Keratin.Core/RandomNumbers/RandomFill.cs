namespace Keratin.RandomNumbers;

/// <summary>Fills memory from a stream with the very numbers TensorFlow's CPU kernels put there.</summary>
internal static class RandomFill
{
    /// <summary>Fills all elements.</summary>
    public static void Fill<T, TDistribution>(in Philox stream, Span<T> elements, TDistribution distribution)
        where T : unmanaged where TDistribution : struct, IDistribution<T> => Fill(stream, elements, 0, distribution);

    /// <summary>Fills elements that start at group <paramref name="firstGroup"/> of the stream.</summary>
    public static void Fill<T, TDistribution>(in Philox stream, Span<T> elements, long firstGroup, TDistribution distribution)
        where T : unmanaged where TDistribution : struct, IDistribution<T>
    {
        int size = TDistribution.GroupSize;
        ulong counters = TDistribution.CountersPerGroup;
        var group = stream.After((ulong)firstGroup * counters);
        while (elements.Length >= size)
        {
            var generator = group;
            distribution.Draw(ref generator, elements[..size]);
            group.Skip(counters);
            elements = elements[size..];
        }
        if (elements.IsEmpty) return;
        Span<T> last = stackalloc T[size];
        distribution.Draw(ref group, last);
        last[..elements.Length].CopyTo(elements);
    }
}
