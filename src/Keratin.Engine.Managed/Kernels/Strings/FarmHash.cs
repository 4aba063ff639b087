using System.Buffers.Binary;
using System.Numerics;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>FarmHash's Fingerprint64, which never changes: hash buckets of saved models depend on it.</summary>
internal static class FarmHash
{
    private const ulong K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;

    /// <summary>The fingerprint of some bytes.</summary>
    public static ulong Fingerprint64(ReadOnlySpan<byte> text) => text.Length switch
    {
        <= 16 => UpTo16(text),
        <= 32 => UpTo32(text),
        <= 64 => UpTo64(text),
        _ => Long(text),
    };

    private static ulong UpTo16(ReadOnlySpan<byte> s)
    {
        ulong length = (ulong)s.Length;
        if (length >= 8)
        {
            ulong mul = K2 + length * 2, a = Fetch(s, 0) + K2, b = Fetch(s, s.Length - 8);
            ulong c = Rotate(b, 37) * mul + a, d = (Rotate(a, 25) + b) * mul;
            return Mix(c, d, mul);
        }
        if (length >= 4) return Mix(length + ((ulong)Fetch32(s, 0) << 3), Fetch32(s, s.Length - 4), K2 + length * 2);
        if (length == 0) return K2;
        uint y = s[0] + ((uint)s[s.Length >> 1] << 8), z = (uint)length + ((uint)s[^1] << 2);
        return ShiftMix(y * K2 ^ z * K0) * K2;
    }

    private static ulong UpTo32(ReadOnlySpan<byte> s)
    {
        ulong mul = K2 + (ulong)s.Length * 2, a = Fetch(s, 0) * K1, b = Fetch(s, 8), c = Fetch(s, s.Length - 8) * mul, d = Fetch(s, s.Length - 16) * K2;
        return Mix(Rotate(a + b, 43) + Rotate(c, 30) + d, a + Rotate(b + K2, 18) + c, mul);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> s)
    {
        ulong mul = K2 + (ulong)s.Length * 2, a = Fetch(s, 0) * K2, b = Fetch(s, 8), c = Fetch(s, s.Length - 8) * mul, d = Fetch(s, s.Length - 16) * K2;
        ulong y = Rotate(a + b, 43) + Rotate(c, 30) + d, z = Mix(y, a + Rotate(b + K2, 18) + c, mul);
        ulong e = Fetch(s, 16) * mul, f = Fetch(s, 24), g = (y + Fetch(s, s.Length - 32)) * mul, h = (z + Fetch(s, s.Length - 24)) * mul;
        return Mix(Rotate(e + f, 43) + Rotate(g, 30) + h, e + Rotate(f + a, 18) + g, mul);
    }

    // 56 bytes of state run over blocks of 64 bytes; the last block may overlap the one before.
    private static ulong Long(ReadOnlySpan<byte> s)
    {
        const ulong Seed = 81;
        ulong x = Seed, y = unchecked(Seed * K1 + 113), z = ShiftMix(unchecked(y * K2 + 113)) * K2;
        (ulong First, ulong Second) v = default, w = default;
        x = x * K2 + Fetch(s, 0);
        int blocks = (s.Length - 1) / 64;
        for (int i = 0; i < blocks; i++) Block(s[(i * 64)..], K1, 1, 1, ref x, ref y, ref z, ref v, ref w);

        ulong mul = K1 + ((z & 0xff) << 1);
        w.First += (ulong)((s.Length - 1) & 63);
        v.First += w.First;
        w.First += v.First;
        Block(s[^64..], mul, 9, 9, ref x, ref y, ref z, ref v, ref w);
        return Mix(Mix(v.First, w.First, mul) + ShiftMix(y) * K0 + z, Mix(v.Second, w.Second, mul) + x, mul);
    }

    private static void Block(
        ReadOnlySpan<byte> s, ulong mul, ulong byW, ulong byV, ref ulong x, ref ulong y, ref ulong z, ref (ulong First, ulong Second) v, ref (ulong First, ulong Second) w)
    {
        x = Rotate(x + y + v.First + Fetch(s, 8), 37) * mul;
        y = Rotate(y + v.Second + Fetch(s, 48), 42) * mul;
        x ^= w.Second * byW;
        y += v.First * byV + Fetch(s, 40);
        z = Rotate(z + w.First, 33) * mul;
        v = Weak(s, v.Second * mul, x + w.First);
        w = Weak(s[32..], z + w.Second, y + Fetch(s, 16));
        (z, x) = (x, z);
    }

    private static (ulong, ulong) Weak(ReadOnlySpan<byte> s, ulong a, ulong b)
    {
        ulong x = Fetch(s, 8), y = Fetch(s, 16), z = Fetch(s, 24);
        a += Fetch(s, 0);
        b = Rotate(b + a + z, 21);
        ulong c = a;
        a += x + y;
        b += Rotate(a, 44);
        return (a + z, b + c);
    }

    private static ulong Mix(ulong u, ulong v, ulong mul)
    {
        ulong a = (u ^ v) * mul;
        a ^= a >> 47;
        ulong b = (v ^ a) * mul;
        return (b ^ b >> 47) * mul;
    }

    private static ulong ShiftMix(ulong value) => value ^ value >> 47;

    private static ulong Rotate(ulong value, int by) => BitOperations.RotateRight(value, by);

    private static ulong Fetch(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);

    private static uint Fetch32(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);
}
