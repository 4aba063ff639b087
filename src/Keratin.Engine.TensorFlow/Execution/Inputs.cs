using Keratin.Engines.TensorFlow.Interop;
using Keratin.Engines.TensorFlow.Resources;

namespace Keratin.Engines.TensorFlow.Execution;

/// <summary>
/// The inputs of a call as TensorFlow's handles. Tensors that TensorFlow made have one; others get one for the time of the call.
/// The tensors have to be kept reachable until this is disposed.
/// </summary>
internal unsafe ref struct Inputs
{
    private readonly EagerContext context;
    private readonly Span<nint> handles;
    private readonly Span<bool> temporary;
    private int count;

    public Inputs(EagerContext context, Span<nint> handles, Span<bool> temporary)
    {
        this.context = context;
        this.handles = handles;
        this.temporary = temporary;
    }

    /// <summary>The handles, in the order in which inputs were added.</summary>
    public readonly Span<nint> Handles => handles[..count];

    public void Add(EagerTensor tensor)
    {
        bool made = false;
        nint handle = tensor.DType switch
        {
            DType.Resource => ResourceHandles.Of((Resource)Single(tensor), context),
            DType.Variant => Single(tensor) is DeviceVariant variant && variant.Context == context ? variant.Handle.Pointer
                : throw new OpException("variant", $"a {tensor.Objects[0].GetType().Name} of another engine can't be used by the tensorflow engine."),
            DType.String => 0,
            _ => tensor.Buffer is DeviceBuffer buffer ? buffer.HandleOf(tensor, context) : 0,
        };
        if (handle == 0)
        {
            handle = Make(HostTensors.From(tensor));
            made = true;
        }
        Add(handle, made);
    }

    /// <summary>Adds a handle; a temporary one is deleted with this.</summary>
    public void Add(nint handle, bool isTemporary) => (handles[count], temporary[count++]) = (handle, isTemporary);

    /// <summary>A handle for a <c>TF_Tensor</c>, which is deleted.</summary>
    public static nint Make(nint tensor)
    {
        nint handle = Native.TFE_NewTensorHandle(tensor, Status.Own);
        Native.TF_DeleteTensor(tensor);
        Status.Check("TFE_NewTensorHandle");
        return handle;
    }

    public readonly void Dispose()
    {
        for (int i = 0; i < count; i++)
            if (temporary[i]) Native.TFE_DeleteTensorHandle(handles[i]);
    }

    // One handle stands for all elements of such a tensor.
    private static object Single(EagerTensor tensor) => tensor.Objects.Length > 0 ? tensor.Objects[0]
        : throw new OpException(tensor.DType.Name(), "a tensor of no handles can't be given to the tensorflow engine.");
}
