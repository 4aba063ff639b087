using Microsoft.Win32.SafeHandles;

namespace Keratin.Engines.TensorFlow.Interop;

/// <summary>A tensor on any device (<c>TFE_TensorHandle</c>).</summary>
internal class TensorHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    // Below this size the bookkeeping would cost more than it tells the collector.
    private const nuint PressureThreshold = 16 * 1024;

    private readonly long pressure;

    /// <summary>Takes a handle over.</summary>
    /// <param name="handle">The handle.</param>
    /// <param name="byteLength">How much memory it keeps, for the garbage collector to know.</param>
    public TensorHandle(nint handle, nuint byteLength = 0) : base(ownsHandle: true)
    {
        SetHandle(handle);
        if (byteLength < PressureThreshold) return;
        pressure = checked((long)byteLength);
        GC.AddMemoryPressure(pressure);
    }

    /// <summary>The handle; valid while this object is reachable.</summary>
    public nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        Native.TFE_DeleteTensorHandle(handle);
        if (pressure > 0) GC.RemoveMemoryPressure(pressure);
        return true;
    }
}

/// <summary>A tensor in host memory (<c>TF_Tensor</c>).</summary>
internal sealed class HostTensorHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public HostTensorHandle(nint handle) : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>The handle; valid while this object is reachable.</summary>
    public nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        Native.TF_DeleteTensor(handle);
        return true;
    }
}
