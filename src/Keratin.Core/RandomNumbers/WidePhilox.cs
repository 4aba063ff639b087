using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Keratin.RandomNumbers;

/// <summary>Four counters of a <see cref="Philox"/> stream at a time, where the machine can.</summary>
/// <remarks>Each 64-bit lane holds a 32-bit word of one counter's state. Only its lower half is looked at, so the upper may hold anything.</remarks>
internal static class WidePhilox
{
    private const int CountersAtOnce = 4;
    private const int NumbersAtOnce = 4 * CountersAtOnce;

    /// <summary>Fills as many numbers as come in whole steps, and moves the stream on; returns how many.</summary>
    public static int Fill(ref Philox generator, Span<uint> numbers)
    {
        int steps = numbers.Length / NumbersAtOnce;
        // A carry into the upper half of the counter is left to the narrow way.
        if (!Avx2.IsSupported || steps == 0 || generator.CounterLow > ulong.MaxValue - (ulong)(steps * CountersAtOnce)) return 0;
        var low = Vector256.Create(generator.CounterLow) + Vector256.Create(0UL, 1, 2, 3);
        Vector256<ulong> high = Vector256.Create(generator.CounterHigh), next = Vector256.Create((ulong)CountersAtOnce);
        uint key0 = (uint)generator.Key, key1 = (uint)(generator.Key >> 32);
        foreach (ref var target in MemoryMarshal.Cast<uint, Block>(numbers)[..steps])
        {
            Step(low, high, key0, key1, ref target);
            low += next;
        }
        generator.Skip((ulong)(steps * CountersAtOnce));
        return steps * NumbersAtOnce;
    }

    private static void Step(Vector256<ulong> low, Vector256<ulong> high, uint key0, uint key1, ref Block target)
    {
        Vector256<ulong> a = low, b = low >> 32, c = high, d = high >> 32;
        var (first, second) = (Vector256.Create(Philox.FirstMultiplier), Vector256.Create(Philox.SecondMultiplier));
        for (int round = 0; round < Philox.Rounds; round++)
        {
            Vector256<ulong> p = Avx2.Multiply(a.AsUInt32(), first), q = Avx2.Multiply(c.AsUInt32(), second);
            a = (q >> 32) ^ b ^ Vector256.Create((ulong)key0);
            b = q;
            c = (p >> 32) ^ d ^ Vector256.Create((ulong)key1);
            d = p;
            key0 += Philox.FirstKeyStep;
            key1 += Philox.SecondKeyStep;
        }
        var lower = Vector256.Create(0xFFFFFFFFUL);
        Vector256<ulong> ab = (a & lower) | (b << 32), cd = (c & lower) | (d << 32);
        Vector256<ulong> even = Avx2.UnpackLow(ab, cd), odd = Avx2.UnpackHigh(ab, cd);
        target = new(Avx2.Permute2x128(even, odd, 0x20), Avx2.Permute2x128(even, odd, 0x31));
    }

    private readonly record struct Block(Vector256<ulong> First, Vector256<ulong> Second);
}
