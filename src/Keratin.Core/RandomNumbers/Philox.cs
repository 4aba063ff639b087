namespace Keratin.RandomNumbers;

/// <summary>
/// TensorFlow's counter-based random numbers: Philox 4×32 with 10 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3").
/// Each 128-bit counter gives four 32-bit numbers, so any part of a stream can be made without what comes before it.
/// </summary>
internal struct Philox
{
    internal const int Rounds = 10;
    internal const uint FirstMultiplier = 0xD2511F53, SecondMultiplier = 0xCD9E8D57;
    internal const uint FirstKeyStep = 0x9E3779B9, SecondKeyStep = 0xBB67AE85;

    private ulong low;
    private ulong high;
    private readonly uint key0;
    private readonly uint key1;

    /// <summary>The stream of a key, from a 128-bit counter on.</summary>
    public Philox(ulong key, ulong counterLow, ulong counterHigh) =>
        (key0, key1, low, high) = ((uint)key, (uint)(key >> 32), counterLow, counterHigh);

    /// <summary>The stream of a stateful op's attributes <c>seed</c> and <c>seed2</c>.</summary>
    public static Philox FromOpSeeds(long seed, long seed2) => new((ulong)seed, 0, (ulong)seed2);

    /// <summary>The stream of a stateless op's two seeds: they are scrambled, so that neighbouring seeds have nothing in common.</summary>
    public static Philox FromSeeds(long seed0, long seed1)
    {
        var (key, counter) = KeyAndCounter(seed0, seed1);
        return new(key, 0, counter);
    }

    /// <summary>What <c>StatelessRandomGetKeyCounter</c> makes of two seeds: the key and the upper half of the counter, whose lower half is 0.</summary>
    public static (ulong Key, ulong CounterHigh) KeyAndCounter(long seed0, long seed1)
    {
        var mixer = new Philox(0x02461e29_3ec8f720, (ulong)seed0, (ulong)seed1);
        mixer.Next(out uint a, out uint b, out uint c, out uint d);
        return (a | ((ulong)b << 32), c | ((ulong)d << 32));
    }

    public readonly ulong Key => key0 | ((ulong)key1 << 32);

    public readonly ulong CounterLow => low;

    public readonly ulong CounterHigh => high;

    /// <summary>Leaves out this many counters.</summary>
    public void Skip(ulong counters)
    {
        low += counters;
        if (low < counters) high++;
    }

    /// <summary>This stream without its first counters.</summary>
    public readonly Philox After(ulong counters)
    {
        var later = this;
        later.Skip(counters);
        return later;
    }

    /// <summary>The next four numbers.</summary>
    public void Next(out uint a, out uint b, out uint c, out uint d)
    {
        (a, b, c, d) = ((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
        uint k0 = key0, k1 = key1;
        for (int round = 0; round < Rounds; round++)
        {
            ulong first = (ulong)a * FirstMultiplier, second = (ulong)c * SecondMultiplier;
            a = (uint)(second >> 32) ^ b ^ k0;
            b = (uint)second;
            c = (uint)(first >> 32) ^ d ^ k1;
            d = (uint)first;
            k0 += FirstKeyStep;
            k1 += SecondKeyStep;
        }
        if (++low == 0) high++;
    }
}

/// <summary>Takes a <see cref="Philox"/> stream one 32-bit number at a time.</summary>
internal ref struct PhiloxNumbers(ref Philox generator)
{
    private readonly ref Philox generator = ref generator;
    private uint b, c, d;
    private int left;

    public uint Next()
    {
        if (left == 0)
        {
            generator.Next(out uint a, out b, out c, out d);
            left = 3;
            return a;
        }
        return left-- switch { 3 => b, 2 => c, _ => d };
    }

    /// <summary>A number of [0, 1) from the next two.</summary>
    public double NextDouble()
    {
        uint first = Next();
        return RandomBits.ToDouble(first, Next());
    }
}
