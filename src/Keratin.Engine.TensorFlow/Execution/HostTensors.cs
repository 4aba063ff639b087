using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Keratin.Engines.TensorFlow.Interop;

namespace Keratin.Engines.TensorFlow.Execution;

/// <summary>Tensors of ours as TensorFlow's (<c>TF_Tensor</c>): numbers without a copy, strings as <c>TF_TString</c>s.</summary>
internal static unsafe class HostTensors
{
    // Up to this size a copy costs less than telling TensorFlow whom to ask when it is done.
    private const nuint Small = 1024;

    /// <summary>A new <c>TF_Tensor</c>, which the caller deletes. Its elements stay where they are; ours stays alive as long as TensorFlow uses them.</summary>
    public static nint From(EagerTensor tensor)
    {
        if (tensor.DType == DType.String) return FromStrings(tensor);
        nuint length = tensor.ByteLength;
        if (length <= Small) return Copy(tensor.DType, tensor.Shape, tensor.Pointer, length, tensor);
        var keepAlive = GCHandle.Alloc(tensor.Buffer);
        fixed (long* dims = tensor.Shape.Dims)
            return Native.TF_NewTensor((int)tensor.DType, dims, tensor.Rank, tensor.Pointer, length, &LetGo, GCHandle.ToIntPtr(keepAlive));
    }

    /// <summary>A new <c>TF_Tensor</c> with a copy of elements, which the caller deletes.</summary>
    public static nint Copy(DType dtype, Shape shape, void* source, nuint length, object? owner = null)
    {
        nint copy;
        fixed (long* dims = shape.Dims) copy = Native.TF_AllocateTensor((int)dtype, dims, shape.Rank, length);
        Buffer.MemoryCopy(source, Native.TF_TensorData(copy), length, length);
        GC.KeepAlive(owner);
        return copy;
    }

    /// <summary>The strings of a <c>TF_Tensor</c>.</summary>
    public static object[] Strings(nint tensor, long count)
    {
        var strings = new object[count];
        var first = (Native.TString*)Native.TF_TensorData(tensor);
        for (long i = 0; i < count; i++) strings[i] = Native.TString.Bytes(first + i).ToArray();
        return strings;
    }

    private static nint FromStrings(EagerTensor tensor)
    {
        var elements = tensor.Objects;
        nuint length = checked((nuint)elements.Length * (nuint)sizeof(Native.TString));
        var first = (Native.TString*)NativeMemory.AlignedAlloc(Math.Max(length, 1), TensorBuffer.Alignment);
        for (int i = 0; i < elements.Length; i++)
        {
            byte[] bytes = (byte[])elements[i];
            Native.TF_StringInit(first + i);
            fixed (byte* source = bytes) Native.TF_StringCopy(first + i, source, (nuint)bytes.Length);
        }
        fixed (long* dims = tensor.Shape.Dims)
            return Native.TF_NewTensor((int)DType.String, dims, tensor.Rank, first, length, &FreeStrings, 0);
    }

    // TensorFlow calls these two when it needs the memory no more, on any thread.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void LetGo(void* data, nuint length, nint owner) => GCHandle.FromIntPtr(owner).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeStrings(void* data, nuint length, nint owner)
    {
        for (nuint i = 0; i < length / (nuint)sizeof(Native.TString); i++) Native.TF_StringDealloc((Native.TString*)data + i);
        NativeMemory.AlignedFree(data);
    }
}
