using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Keratin.Engines.TensorFlow.Interop;

/// <summary>Names of ops, attributes and devices as C strings. They are few and asked for again and again, so each is made once and kept.</summary>
internal static unsafe class Utf8
{
    private static readonly ConcurrentDictionary<string, nint> Kept = new();

    /// <summary>A C string that is never freed.</summary>
    public static byte* Name(string text) => (byte*)Kept.GetOrAdd(text, static text => Marshal.StringToCoTaskMemUTF8(text));

    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
