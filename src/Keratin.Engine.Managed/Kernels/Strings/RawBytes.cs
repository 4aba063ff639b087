using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>DecodeRaw and DecodePaddedRaw: the bytes of strings as numbers, along a new axis.</summary>
internal static class RawBytes
{
    public static unsafe EagerTensor[] Decode(Operation operation, EagerTensor[] inputs)
    {
        var type = operation.Attrs.Type("out_type");
        int size = type.Size();
        if (size == 0) throw new OpException(operation, $"{type.Name()} has no bytes of its own.");
        var texts = inputs[0].Objects;
        long length = texts.Length > 0 ? ((byte[])texts[0]).Length : 0;
        bool padded = operation.Op.Name == "DecodePaddedRaw";
        if (padded) length = inputs[1].Integers() is [> 0 and var given] ? given : throw new OpException(operation, "fixed_length must be positive.");
        if (length % size != 0) throw new OpException(operation, $"{length} bytes are no multiple of the {size} of {type.Name()}.");
        var output = Tensor.Zeros(inputs[0].Shape.Append(length / size), type);
        for (int i = 0; i < texts.Length; i++)
        {
            byte[] text = (byte[])texts[i];
            if (!padded && text.Length != length) throw new OpException(operation, $"strings must be equally long; number {i} has {text.Length} bytes, the first {length}.");
            var target = new Span<byte>((byte*)output.Pointer + i * length, checked((int)length));
            text.AsSpan(0, (int)Math.Min(length, text.Length)).CopyTo(target);
        }
        if (!operation.Attrs.Bool("little_endian") && size > 1) Reverse(new((byte*)output.Pointer, checked((int)output.ByteLength)), type.IsComplex() ? size / 2 : size);
        return [output];
    }

    private static void Reverse(Span<byte> bytes, int size)
    {
        for (int at = 0; at < bytes.Length; at += size) bytes.Slice(at, size).Reverse();
    }
}
