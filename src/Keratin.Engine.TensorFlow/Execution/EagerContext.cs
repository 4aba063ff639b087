using Keratin.Engines.TensorFlow.Functions;
using Keratin.Engines.TensorFlow.Interop;

namespace Keratin.Engines.TensorFlow.Execution;

/// <summary>
/// TensorFlow's runtime with its devices, kernels and functions (<c>TFE_Context</c>). It lives as long as the process: tensors and variables of
/// it may outlive everything else, and TensorFlow does not give a GPU's memory back before the process ends.
/// </summary>
internal sealed unsafe class EagerContext
{
    public EagerContext(TensorFlowOptions options)
    {
        var config = options.ToProto();
        nint settings = Native.TFE_NewContextOptions();
        try
        {
            fixed (byte* bytes = config.Written) Native.TFE_ContextOptionsSetConfig(settings, bytes, (nuint)config.Written.Length, Status.Own);
            Status.Check("TFE_ContextOptionsSetConfig");
            Pointer = Native.TFE_NewContext(settings, Status.Own);
            Status.Check("TFE_NewContext");
        }
        finally { Native.TFE_DeleteContextOptions(settings); }
        if (options.Cluster is { } cluster)
        {
            var server = cluster.ToProto(config);
            fixed (byte* bytes = server.Written) Native.TFE_EnableCollectiveOps(Pointer, bytes, (nuint)server.Written.Length, Status.Own);
            Status.Check("TFE_EnableCollectiveOps");
        }
        Devices = List();
        UsesGrappler = options.Grappler ?? HasGpu;
        Functions = new FunctionLibrary(this);
    }

    public nint Pointer { get; }

    public IReadOnlyList<Device> Devices { get; }

    /// <summary>Whether ops may run on a GPU, which has kernels that CPUs lack.</summary>
    public bool HasGpu => Devices.Any(static device => device.Type == "GPU");

    /// <summary>Whether TensorFlow rewrites functions before they first run.</summary>
    public bool UsesGrappler { get; }

    /// <summary>The functions that it knows.</summary>
    public FunctionLibrary Functions { get; }

    /// <summary>Kernels are made anew when they are next needed: random ops begin their streams again.</summary>
    public void ClearKernels() => Native.TFE_ContextClearCaches(Pointer);

    private List<Device> List()
    {
        nint list = Native.TFE_ContextListDevices(Pointer, Status.Own);
        Status.Check("TFE_ContextListDevices");
        try
        {
            var devices = new List<Device>();
            for (int i = 0; i < Native.TF_DeviceListCount(list); i++)
            {
                // /job:localhost/replica:0/task:0/device:CPU:0
                string[] parts = Utf8.Text(Native.TF_DeviceListName(list, i, Status.Own)).Split(':');
                Status.Check("TF_DeviceListName");
                if (parts[^2] is "CPU" or "GPU") devices.Add(new Device(parts[^2], int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)));
            }
            return devices;
        }
        finally { Native.TF_DeleteDeviceList(list); }
    }
}
