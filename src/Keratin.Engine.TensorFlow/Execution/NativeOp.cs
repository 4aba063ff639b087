using Keratin.Engines.TensorFlow.Interop;
using Microsoft.Win32.SafeHandles;

namespace Keratin.Engines.TensorFlow.Execution;

/// <summary>
/// The op that a thread is about to run (<c>TFE_Op</c>). Each thread makes one and uses it again and again, which is much cheaper than a new one.
/// While it is being filled nothing else may run on the thread, so inputs are made ready before.
/// </summary>
internal sealed unsafe class NativeOp : SafeHandleZeroOrMinusOneIsInvalid
{
    [ThreadStatic] private static NativeOp? own;

    private readonly EagerContext context;

    private NativeOp(EagerContext context, byte* name) : base(ownsHandle: true)
    {
        this.context = context;
        SetHandle(Native.TFE_NewOp(context.Pointer, name, Status.Own));
    }

    /// <summary>This thread's op, to be filled with inputs and attributes of the op or function of that name.</summary>
    /// <param name="context">The context it will run in.</param>
    /// <param name="name">The name as a C string.</param>
    /// <param name="label">The name for messages.</param>
    public static nint Begin(EagerContext context, byte* name, string label)
    {
        byte* device = Device.Current is { } placed ? Utf8.Name($"/device:{placed}") : null;
        if (own is { IsInvalid: false } kept && kept.context == context)
        {
            Native.TFE_OpReset(kept.handle, name, device, Status.Own);
            Status.Check(label);
            return kept.handle;
        }
        own?.Dispose();
        own = new NativeOp(context, name);
        Status.Check(label);
        if (device is not null)
        {
            Native.TFE_OpSetDevice(own.handle, device, Status.Own);
            Status.Check(label);
        }
        return own.handle;
    }

    protected override bool ReleaseHandle()
    {
        Native.TFE_DeleteOp(handle);
        return true;
    }
}
