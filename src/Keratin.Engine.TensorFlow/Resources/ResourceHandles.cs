using Keratin.Engines.TensorFlow.Execution;

namespace Keratin.Engines.TensorFlow.Resources;

/// <summary>TensorFlow's handles of resources; a variable whose value is elsewhere moves into TensorFlow.</summary>
internal static class ResourceHandles
{
    /// <summary>The handle, valid while the resource is reachable and stays in this context.</summary>
    public static nint Of(Resource resource, EagerContext context) => resource switch
    {
        VariableResource { Storage: DeviceVariable known } when known.Context == context => known.Handle.Pointer,
        VariableResource variable => DeviceVariable.Move(variable, context).Handle.Pointer,
        DeviceResource other when other.Context == context => other.Native.Pointer,
        LookupTable table => DeviceTable.Of(table, context).Handle.Pointer,
        _ => throw new OpException("resource", $"a {resource.GetType().Name} of another engine can't be used by the tensorflow engine."),
    };
}
