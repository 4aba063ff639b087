using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Interop;

namespace Keratin.Engines.TensorFlow.Resources;

/// <summary>A table, a generator or the like that lives in TensorFlow.</summary>
internal sealed class DeviceResource(TensorHandle handle, EagerContext context) : Resource("")
{
    public TensorHandle Native { get; } = handle;
    public EagerContext Context { get; } = context;
}

/// <summary>A variant (a tensor list, say) that lives in TensorFlow.</summary>
internal sealed class DeviceVariant(TensorHandle handle, EagerContext context)
{
    public TensorHandle Handle { get; } = handle;
    public EagerContext Context { get; } = context;
}
