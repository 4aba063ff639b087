using System.Runtime.InteropServices;

namespace Keratin.Engines.TensorFlow.Interop;

// The eager part of the C API: c_api.h and c_api_experimental.h of tensorflow/c/eager, and the collectives of c_api_experimental.h.
internal static unsafe partial class Native
{
    // Contexts.
    [LibraryImport(Library)] internal static partial nint TFE_NewContextOptions();
    [LibraryImport(Library)] internal static partial void TFE_ContextOptionsSetConfig(nint options, byte* proto, nuint length, nint status);
    [LibraryImport(Library)] internal static partial void TFE_DeleteContextOptions(nint options);
    [LibraryImport(Library)] internal static partial nint TFE_NewContext(nint options, nint status);
    [LibraryImport(Library)] internal static partial nint TFE_ContextListDevices(nint context, nint status);
    [LibraryImport(Library)] internal static partial void TFE_ContextClearCaches(nint context);
    [LibraryImport(Library)] internal static partial void TFE_ContextAddFunctionDef(nint context, byte* proto, nuint length, nint status);
    [LibraryImport(Library)] internal static partial void TFE_ContextRemoveFunction(nint context, byte* name, nint status);
    [LibraryImport(Library)] internal static partial void TFE_EnableCollectiveOps(nint context, byte* proto, nuint length, nint status);

    // Handles of tensors on any device.
    [LibraryImport(Library)] internal static partial nint TFE_NewTensorHandle(nint tensor, nint status);
    [LibraryImport(Library)] internal static partial void TFE_DeleteTensorHandle(nint handle);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int TFE_TensorHandleDataType(nint handle);
    [LibraryImport(Library)] internal static partial int TFE_TensorHandleNumDims(nint handle, nint status);
    [LibraryImport(Library)] internal static partial long TFE_TensorHandleDim(nint handle, int axis, nint status);
    [LibraryImport(Library)] internal static partial byte* TFE_TensorHandleBackingDeviceName(nint handle, nint status);
    [LibraryImport(Library)] internal static partial nint TFE_TensorHandleResolve(nint handle, nint status);

    // Ops.
    [LibraryImport(Library)] internal static partial nint TFE_NewOp(nint context, byte* name, nint status);
    [LibraryImport(Library)] internal static partial void TFE_OpReset(nint op, byte* name, byte* device, nint status);
    [LibraryImport(Library)] internal static partial void TFE_DeleteOp(nint op);
    [LibraryImport(Library)] internal static partial void TFE_OpSetDevice(nint op, byte* device, nint status);
    [LibraryImport(Library)] internal static partial void TFE_OpAddInput(nint op, nint handle, nint status);
    [LibraryImport(Library)] internal static partial void TFE_OpAddInputList(nint op, nint* handles, int count, nint status);
    [LibraryImport(Library)] internal static partial void TFE_Execute(nint op, nint* results, int* count, nint status);

    // Attributes.
    [LibraryImport(Library)] internal static partial void TFE_OpSetAttrString(nint op, byte* name, byte* value, nuint length);
    [LibraryImport(Library)] internal static partial void TFE_OpSetAttrInt(nint op, byte* name, long value);
    [LibraryImport(Library)] internal static partial void TFE_OpSetAttrFloat(nint op, byte* name, float value);
    [LibraryImport(Library)] internal static partial void TFE_OpSetAttrBool(nint op, byte* name, byte value);
    [LibraryImport(Library)] internal static partial void TFE_OpSetAttrType(nint op, byte* name, int value);
    [LibraryImport(Library)] internal static partial void TFE_OpSetAttrValueProto(nint op, byte* name, byte* proto, nuint length, nint status);
}
