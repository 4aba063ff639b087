using System.Buffers.Binary;
using System.Numerics;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>The hash of StringToHashBucket: MurmurHash64A with TensorFlow's seed.</summary>
internal static class MurmurHash
{
    private const ulong Factor = 0xc6a4a7935bd1e995, Seed = 0xDECAFCAFFE;

    public static ulong Hash64(ReadOnlySpan<byte> text)
    {
        ulong hash = Seed ^ (ulong)text.Length * Factor;
        for (; text.Length >= 8; text = text[8..])
        {
            ulong k = BinaryPrimitives.ReadUInt64LittleEndian(text) * Factor;
            hash = (hash ^ (k ^ k >> 47) * Factor) * Factor;
        }
        if (text.Length > 0)
        {
            for (int i = 0; i < text.Length; i++) hash ^= (ulong)text[i] << 8 * i;
            hash *= Factor;
        }
        hash = (hash ^ hash >> 47) * Factor;
        return hash ^ hash >> 47;
    }
}

/// <summary>The hash of StringToHashBucketStrong: SipHash-2-4 with a key of 128 bits.</summary>
internal static class SipHash
{
    /// <summary>The hash with the key that an operation's attributes give.</summary>
    public static Func<byte[], ulong> Keyed(Operation operation) => operation.Attrs.Ints("key") is [var low, var high]
        ? text => Hash(text, (ulong)low, (ulong)high)
        : throw new OpException(operation, "key must be two numbers.");

    private static ulong Hash(ReadOnlySpan<byte> text, ulong low, ulong high)
    {
        ulong v0 = low ^ 0x736f6d6570736575, v1 = high ^ 0x646f72616e646f6d, v2 = low ^ 0x6c7967656e657261, v3 = high ^ 0x7465646279746573;
        ulong last = (ulong)text.Length << 56;
        for (; text.Length >= 8; text = text[8..]) Absorb(BinaryPrimitives.ReadUInt64LittleEndian(text), ref v0, ref v1, ref v2, ref v3);
        for (int i = 0; i < text.Length; i++) last |= (ulong)text[i] << 8 * i;
        Absorb(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++) Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Absorb(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v2 += v3;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}

/// <summary>Fingerprint: 8 bytes that stand for all elements of each row.</summary>
internal static class Fingerprints
{
    public static EagerTensor[] Run(Operation operation, EagerTensor[] inputs)
    {
        if (Text.Single(inputs[1]) is var method && method != "farmhash64") throw new OpException(operation, $"method '{method}' is not known; it is farmhash64.");
        var data = inputs[0];
        if (data.Rank == 0) throw new OpException(operation, "a scalar has no rows.");
        int rows = checked((int)data.Shape[0]), each = rows == 0 ? 0 : checked((int)(data.Shape.ElementCount / rows));
        byte[] prints = new byte[rows * 8];
        for (int row = 0; row < rows; row++)
            BinaryPrimitives.WriteUInt64LittleEndian(prints.AsSpan(row * 8), FarmHash.Fingerprint64(Row(data, row, each)));
        return [Tensor.From(prints, [rows, 8])];
    }

    // Of several strings, their fingerprints are fingerprinted.
    private static ReadOnlySpan<byte> Row(EagerTensor data, int row, int each)
    {
        if (data.DType != DType.String) return data.Bytes.Slice(row * each * data.DType.Size(), each * data.DType.Size());
        if (each == 1) return (byte[])data.Objects[row];
        byte[] prints = new byte[each * 8];
        for (int i = 0; i < each; i++) BinaryPrimitives.WriteUInt64LittleEndian(prints.AsSpan(i * 8), FarmHash.Fingerprint64((byte[])data.Objects[row * each + i]));
        return prints;
    }
}
