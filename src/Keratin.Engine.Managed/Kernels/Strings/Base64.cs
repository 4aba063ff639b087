using System.Buffers.Text;
using System.Text;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Kernels;

/// <summary>EncodeBase64 and DecodeBase64, with the alphabet that is safe in web addresses.</summary>
internal static class Base64
{
    public static Func<byte[], byte[]> Encoder(bool pads) => text =>
    {
        string encoded = Base64Url.EncodeToString(text);
        return Encoding.ASCII.GetBytes(pads ? encoded.PadRight((encoded.Length + 3) / 4 * 4, '=') : encoded);
    };

    public static Func<byte[], byte[]> Decoder(Operation operation) => text =>
    {
        try { return Base64Url.DecodeFromUtf8(text); }
        catch (FormatException e) { throw new OpException(operation, $"'{Encoding.Latin1.GetString(text)}' is not valid base64 of the web-safe alphabet.", e); }
    };
}
