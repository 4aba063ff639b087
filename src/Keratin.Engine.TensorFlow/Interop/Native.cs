using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Keratin.Engines.TensorFlow.Loading;

namespace Keratin.Engines.TensorFlow.Interop;

/// <summary>TensorFlow's C API as it is declared in <c>c_api.h</c>, <c>tf_tensor.h</c> and <c>tf_status.h</c>. Nothing here checks anything: callers do.</summary>
internal static unsafe partial class Native
{
    private const string Library = "tensorflow";

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "The library is found by search, not by name, wherever this assembly is loaded.")]
    internal static void ResolveBySearch() =>
        NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, static (name, _, _) => name == Library ? TensorFlowLibrary.Load().Handle : 0);

    [LibraryImport(Library)] internal static partial byte* TF_Version();

    // Statuses.
    [LibraryImport(Library)] internal static partial nint TF_NewStatus();
    [LibraryImport(Library)] internal static partial void TF_DeleteStatus(nint status);
    [LibraryImport(Library)] internal static partial void TF_SetStatus(nint status, int code, byte* message);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int TF_GetCode(nint status);
    [LibraryImport(Library)] internal static partial byte* TF_Message(nint status);

    // Tensors in host memory.
    [LibraryImport(Library)]
    internal static partial nint TF_NewTensor(int dtype, long* dims, int rank, void* data, nuint length, delegate* unmanaged[Cdecl]<void*, nuint, nint, void> deallocator, nint argument);

    [LibraryImport(Library)] internal static partial nint TF_AllocateTensor(int dtype, long* dims, int rank, nuint length);
    [LibraryImport(Library)] internal static partial void TF_DeleteTensor(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial void* TF_TensorData(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial nuint TF_TensorByteSize(nint tensor);
    [LibraryImport(Library)] internal static partial void TF_StringInit(TString* text);
    [LibraryImport(Library)] internal static partial void TF_StringCopy(TString* text, byte* source, nuint length);
    [LibraryImport(Library)] internal static partial void TF_StringDealloc(TString* text);

    // Buffers of serialised protocol buffers.
    [LibraryImport(Library)] internal static partial Buffer* TF_GetRegisteredKernelsForOp(byte* op, nint status);
    [LibraryImport(Library)] internal static partial void TF_DeleteBuffer(Buffer* buffer);

    // Devices.
    [LibraryImport(Library)] internal static partial int TF_DeviceListCount(nint list);
    [LibraryImport(Library)] internal static partial byte* TF_DeviceListName(nint list, int index, nint status);
    [LibraryImport(Library)] internal static partial byte* TF_DeviceListType(nint list, int index, nint status);
    [LibraryImport(Library)] internal static partial void TF_DeleteDeviceList(nint list);

    /// <summary><c>TF_Buffer</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Buffer
    {
        public byte* Data;
        public nuint Length;
        public nint Deallocator;
    }

    /// <summary><c>TF_TString</c>: 24 bytes, of which the two lowest bits say how a string is kept.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TString
    {
        private const int Small = 0, Large = 1, Offset = 2;

        private ulong first;
        private ulong second;
        private ulong third;

        /// <summary>The bytes of a string that stays where it is.</summary>
        public static ReadOnlySpan<byte> Bytes(TString* text) => (text->first & 3) switch
        {
            Small => new((byte*)text + 1, (byte)text->first >> 2),
            Large => new((byte*)text->third, checked((int)(text->first >> 2))),
            Offset => new((byte*)text + (text->first >> 32), (int)((uint)text->first >> 2)),
            _ => new((byte*)text->second, checked((int)(text->first >> 2))),
        };
    }
}
