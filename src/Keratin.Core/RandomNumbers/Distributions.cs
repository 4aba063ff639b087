using System.Runtime.CompilerServices;

namespace Keratin.RandomNumbers;

/// <summary>How a group of elements is made from a stream. Groups stand at fixed places of the stream, so they can be made in any order.</summary>
internal interface IDistribution<T> where T : unmanaged
{
    /// <summary>Elements of a group: those one counter gives.</summary>
    static virtual int GroupSize => Unsafe.SizeOf<T>() == 8 ? 2 : 4;

    /// <summary>Counters from the start of a group to that of the next.</summary>
    static virtual ulong CountersPerGroup => 1;

    void Draw(ref Philox generator, Span<T> group);
}

/// <summary>Uniform over [0, 1): float, double, half, bfloat16.</summary>
internal readonly struct UnitUniform<T> : IDistribution<T> where T : unmanaged
{
    public void Draw(ref Philox generator, Span<T> group)
    {
        generator.Next(out uint a, out uint b, out uint c, out uint d);
        if (typeof(T) == typeof(double))
        {
            group[0] = (T)(object)RandomBits.ToDouble(a, b);
            group[1] = (T)(object)RandomBits.ToDouble(c, d);
            return;
        }
        (group[0], group[1], group[2], group[3]) = (One(a), One(b), One(c), One(d));
    }

    private static T One(uint bits)
    {
        if (typeof(T) == typeof(float)) return (T)(object)RandomBits.ToSingle(bits);
        if (typeof(T) == typeof(Half)) return (T)(object)RandomBits.ToHalf(bits);
        if (typeof(T) == typeof(BFloat16)) return (T)(object)RandomBits.ToBFloat16(bits);
        throw new NotSupportedException($"No uniform {typeof(T)} over [0, 1) is drawn.");
    }
}

/// <summary>Normal, of mean 0 and deviation 1: float, double, half, bfloat16.</summary>
internal readonly struct StandardNormal<T> : IDistribution<T> where T : unmanaged
{
    public void Draw(ref Philox generator, Span<T> group)
    {
        generator.Next(out uint a, out uint b, out uint c, out uint d);
        if (typeof(T) == typeof(double))
        {
            var (first, second) = RandomBits.Normal(a, b, c, d);
            (group[0], group[1]) = ((T)(object)first, (T)(object)second);
            return;
        }
        var (p, q) = RandomBits.Normal(a, b);
        var (r, s) = RandomBits.Normal(c, d);
        (group[0], group[1], group[2], group[3]) = (RandomBits.From<T>(p), RandomBits.From<T>(q), RandomBits.From<T>(r), RandomBits.From<T>(s));
    }
}

/// <summary>Normal, redrawn until within two deviations: float, double, half, bfloat16.</summary>
internal readonly struct TruncatedStandardNormal<T> : IDistribution<T> where T : unmanaged
{
    private const double Limit = 2;

    // How many draws an element takes is left to chance; TensorFlow sets aside 256 numbers for each.
    public static ulong CountersPerGroup => Unsafe.SizeOf<T>() == 8 ? 128u : 256u;

    public void Draw(ref Philox generator, Span<T> group)
    {
        var numbers = new PhiloxNumbers(ref generator);
        for (int i = 0; i < group.Length;)
        {
            uint x0 = numbers.Next(), x1 = numbers.Next();
            if (typeof(T) == typeof(double))
            {
                uint x2 = numbers.Next(), x3 = numbers.Next();
                var (p, q) = RandomBits.Normal(x0, x1, x2, x3);
                if (Math.Abs(p) < Limit) group[i++] = (T)(object)p;
                if (Math.Abs(q) < Limit && i < group.Length) group[i++] = (T)(object)q;
                continue;
            }
            var (first, second) = RandomBits.Normal(x0, x1);
            if (Math.Abs(first) < Limit) group[i++] = RandomBits.From<T>(first);
            if (Math.Abs(second) < Limit && i < group.Length) group[i++] = RandomBits.From<T>(second);
        }
    }
}

/// <summary>Uniform over <paramref name="range"/> integers from <paramref name="low"/> on, or over all of the type for a range of 0: int, uint, long, ulong (as their bits).</summary>
internal readonly struct UniformInteger<T>(ulong low, ulong range) : IDistribution<T> where T : unmanaged
{
    public void Draw(ref Philox generator, Span<T> group)
    {
        generator.Next(out uint a, out uint b, out uint c, out uint d);
        if (Unsafe.SizeOf<T>() == 8)
        {
            group[0] = Wide(a | ((ulong)b << 32));
            group[1] = Wide(c | ((ulong)d << 32));
            return;
        }
        (group[0], group[1], group[2], group[3]) = (Narrow(a), Narrow(b), Narrow(c), Narrow(d));
    }

    private T Wide(ulong bits) => Unsafe.BitCast<ulong, T>(range == 0 ? bits : low + (bits % range));

    private T Narrow(uint bits) => Unsafe.BitCast<uint, T>(range == 0 ? bits : (uint)low + (bits % (uint)range));
}
