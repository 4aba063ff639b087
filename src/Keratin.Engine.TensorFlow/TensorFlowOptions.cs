using Keratin.Engines.TensorFlow.Interop;
using Keratin.Engines.TensorFlow.Loading;

namespace Keratin.Engines.TensorFlow;

/// <summary>How TensorFlow's runtime is set up (<c>tf.config</c>, <c>tf.compat.v1.ConfigProto</c>). All have TensorFlow's own defaults.</summary>
public sealed record TensorFlowOptions
{
    /// <summary>The library, or the folder it lies in; null searches for it. There is one library in a process.</summary>
    public string? LibraryPath { get; init; }

    /// <summary>
    /// Whether kernels of oneDNN are used where there are any (<c>TF_ENABLE_ONEDNN_OPTS</c>): they are faster on some processors and round differently.
    /// Null, or the variable set by the user, leaves it to TensorFlow. Counts for the process, from its first op on.
    /// </summary>
    public bool? OneDnn { get; init; }

    /// <summary>The least severe messages that TensorFlow's log shows: 0 all, 1 warnings, 2 errors, 3 only what ends the process (<c>TF_CPP_MIN_LOG_LEVEL</c>). Null leaves it to TensorFlow.</summary>
    public int? LogLevel { get; init; }

    /// <summary>Threads that one op may use (<c>tf.config.threading.set_intra_op_parallelism_threads</c>); 0 for one a core.</summary>
    public int IntraOpThreads { get; init; }

    /// <summary>Ops of a function that may run at once (<c>set_inter_op_parallelism_threads</c>); 0 for one a core.</summary>
    public int InterOpThreads { get; init; }

    /// <summary>Whether an op without a kernel for the device it was placed on runs elsewhere (<c>set_soft_device_placement</c>) rather than being an error.</summary>
    public bool SoftPlacement { get; init; } = true;

    /// <summary>
    /// Whether TensorFlow's Grappler rewrites functions before they first run (<c>tf.config.optimizer</c>). Null uses it where there is a GPU: on CPUs it takes
    /// longer to start, gains nothing measurable over what is done without it, and sums up some losses in another order.
    /// </summary>
    public bool? Grappler { get; init; }

    /// <summary>Whether TensorFlow's log tells where each op runs.</summary>
    public bool LogPlacement { get; init; }

    /// <summary>Whether a GPU's memory is taken as it is needed (<c>set_memory_growth</c>) rather than all at once.</summary>
    public bool MemoryGrowth { get; init; }

    /// <summary>The share of a GPU's memory that may be taken, between 0 and 1; 0 leaves it to TensorFlow.</summary>
    public double GpuMemoryFraction { get; init; }

    /// <summary>The GPUs that are used, by their numbers as the driver counts them (<c>set_visible_devices</c>); null for all, empty for none.</summary>
    public IReadOnlyList<int>? VisibleGpus { get; init; }

    /// <summary>
    /// The processes that train together; null for this one alone. Each calls Fit with its own share of the data, in batches of its share of a batch:
    /// gradients are averaged over all, and weights, losses and metrics are those of the joint batches.
    /// </summary>
    public Cluster? Cluster { get; init; }

    /// <summary>Sets what TensorFlow takes from the environment; to be called before the library is loaded.</summary>
    internal void SetEnvironment()
    {
        if (OneDnn is { } oneDnn) NativeEnvironment.SetDefault("TF_ENABLE_ONEDNN_OPTS", oneDnn ? "1" : "0");
        if (LogLevel is { } level) NativeEnvironment.SetDefault("TF_CPP_MIN_LOG_LEVEL", level.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The options as a serialised <c>ConfigProto</c>.</summary>
    internal ProtoWriter ToProto()
    {
        var config = new ProtoWriter();
        if (VisibleGpus is { Count: 0 }) config.Message(1, new ProtoWriter().Text(1, "GPU").Int(2, 0));
        if (IntraOpThreads > 0) config.Int(2, IntraOpThreads);
        if (Cluster is not null) config.Text(4, Cluster.OwnDevices);
        if (InterOpThreads > 0) config.Int(5, InterOpThreads);
        var gpu = new ProtoWriter();
        if (GpuMemoryFraction > 0) gpu.Double(1, GpuMemoryFraction);
        if (MemoryGrowth) gpu.Bool(4, true);
        if (VisibleGpus is { Count: > 0 }) gpu.Text(5, string.Join(',', VisibleGpus));
        if (gpu.Written.Length > 0) config.Message(6, gpu);
        if (SoftPlacement) config.Bool(7, true);
        if (LogPlacement) config.Bool(8, true);
        if (Cluster is not null) config.Message(16, new ProtoWriter().Text(1, TensorFlow.Cluster.Leader));
        return config;
    }
}
