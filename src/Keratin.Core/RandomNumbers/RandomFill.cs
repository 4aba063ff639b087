using System.Numerics.Tensors;
using System.Runtime.InteropServices;

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
        if (typeof(TDistribution) == typeof(UnitUniform<float>)) elements = elements[FillUniform(ref group, MemoryMarshal.Cast<T, uint>(elements))..];
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

    /// <summary>Uniform floats, the ones most often drawn, several at a time; returns how many.</summary>
    private static int FillUniform(ref Philox generator, Span<uint> bits)
    {
        int filled = WidePhilox.Fill(ref generator, bits);
        var floats = MemoryMarshal.Cast<uint, float>(bits[..filled]);
        TensorPrimitives.BitwiseAnd<uint>(bits[..filled], 0x7fffff, bits[..filled]);
        TensorPrimitives.BitwiseOr<uint>(bits[..filled], 0x3f800000, bits[..filled]);
        TensorPrimitives.Subtract(floats, 1f, floats);
        return filled;
    }
}
