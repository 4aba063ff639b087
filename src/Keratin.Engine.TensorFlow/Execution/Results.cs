using Keratin.Engines.TensorFlow.Interop;
using Keratin.Engines.TensorFlow.Resources;

namespace Keratin.Engines.TensorFlow.Execution;

/// <summary>What TensorFlow returned, as tensors of ours.</summary>
internal static unsafe class Results
{
    /// <summary>Takes a handle over.</summary>
    public static EagerTensor Take(nint handle, EagerContext context)
    {
        var dtype = (DType)Native.TFE_TensorHandleDataType(handle);
        var shape = ShapeOf(handle);
        switch (dtype)
        {
            case DType.String:
                using (var owned = new TensorHandle(handle))
                {
                    using var host = new HostTensorHandle(Native.TFE_TensorHandleResolve(handle, Status.Own));
                    Status.Check("copying a tensor to the host");
                    return new EagerTensor(dtype, shape, HostTensors.Strings(host.Pointer, shape.ElementCount));
                }
            case DType.Resource:
                var resource = new DeviceResource(new TensorHandle(handle), context);
                return shape.Rank == 0 ? resource.Handle : new EagerTensor(dtype, shape, Repeat(resource, shape));
            case DType.Variant:
                return new EagerTensor(dtype, shape, Repeat(new DeviceVariant(new TensorHandle(handle), context), shape));
            default:
                var buffer = new DeviceBuffer(handle, context, dtype, shape, checked((nuint)shape.ElementCount * (nuint)dtype.Size()));
                return new EagerTensor(dtype, shape, buffer);
        }
    }

    private static Shape ShapeOf(nint handle)
    {
        int rank = Native.TFE_TensorHandleNumDims(handle, Status.Own);
        Status.Check("TFE_TensorHandleNumDims");
        Span<long> dims = stackalloc long[rank];
        for (int i = 0; i < rank; i++) dims[i] = Native.TFE_TensorHandleDim(handle, i, Status.Own);
        Status.Check("TFE_TensorHandleDim");
        return Shape.Create(dims);
    }

    // One handle stands for all elements.
    private static object[] Repeat(object value, Shape shape)
    {
        var elements = new object[shape.ElementCount];
        Array.Fill(elements, value);
        return elements;
    }
}
