using Keratin.Engines.TensorFlow.Interop;

namespace Keratin.Engines.TensorFlow.Execution;

/// <summary>A tensor that TensorFlow made, on whatever device it is. On a processor its elements are seen in place; from a GPU they are copied when first looked at.</summary>
internal sealed unsafe class DeviceBuffer(nint handle, EagerContext context, DType dtype, Shape shape, nuint byteLength) : TensorBuffer
{
    private readonly TensorHandle handle = new(handle, byteLength);
    private HostTensorHandle? host;

    public override nuint ByteLength => byteLength;

    // TensorFlow may hold on to it.
    public override bool IsReadOnly => true;

    public override void* Pointer => Native.TF_TensorData((host ?? Fetch()).Pointer);

    /// <summary>TensorFlow's handle if it stands for just this tensor, else 0.</summary>
    public nint HandleOf(EagerTensor tensor, EagerContext asking) =>
        ReferenceEquals(context, asking) && tensor.ByteOffset == 0 && tensor.DType == dtype && tensor.Shape == shape ? handle.Pointer : 0;

    private HostTensorHandle Fetch()
    {
        lock (handle)
        {
            if (host is not null) return host;
            nint tensor = Native.TFE_TensorHandleResolve(handle.Pointer, Status.Own);
            Status.Check("copying a tensor to the host");
            return host = new HostTensorHandle(tensor);
        }
    }
}
