using System.Collections.Concurrent;
using Keratin.Engines.TensorFlow.Execution;
using Keratin.Engines.TensorFlow.Functions;
using Keratin.Engines.TensorFlow.Interop;
using Keratin.Engines.TensorFlow.Loading;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow;

/// <summary>
/// TensorFlow's own runtime as the engine: every op that TensorFlow has, on CPUs and CUDA GPUs. Functions are registered with it and run as
/// one call; variables live in it. Made once in a program, by <see cref="TensorFlowEngineChoice.UseTensorFlow"/>.
/// </summary>
public sealed class TensorFlowEngine : IEngine
{
    private readonly ConcurrentDictionary<string, bool> supported = new();
    private readonly EagerContext context;
    private readonly CpuLowering lowering;

    /// <summary>Finds and loads TensorFlow's library and starts its runtime with its defaults.</summary>
    /// <exception cref="TensorFlowNotFoundException">The library is nowhere, or can't be loaded.</exception>
    public TensorFlowEngine() : this(new TensorFlowOptions())
    {
    }

    /// <summary>Finds and loads TensorFlow's library and starts its runtime.</summary>
    /// <exception cref="TensorFlowNotFoundException">The library is nowhere, or can't be loaded.</exception>
    /// <exception cref="OpException">The runtime does not start with these options: TensorFlow's own words say why.</exception>
    public TensorFlowEngine(TensorFlowOptions options)
    {
        options.SetEnvironment();
        var library = TensorFlowLibrary.Load(options.LibraryPath);
        (Version, LibraryPath) = (library.Version, library.Path);
        context = new EagerContext(options);
        lowering = new CpuLowering((op, inputs, attrs) => EagerCall.Run(context, op, inputs, attrs));
        if (options.Cluster is { } cluster) Replica = new Replica(cluster.Index, cluster.Workers.Count);
    }

    /// <inheritdoc/>
    public string Name => "tensorflow";

    /// <summary>TensorFlow's version, such as <c>2.16.1</c>.</summary>
    public string Version { get; }

    /// <summary>The library's file.</summary>
    public string LibraryPath { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Device> Devices => context.Devices;

    /// <inheritdoc/>
    public Replica Replica { get; } = Replica.Alone;

    /// <summary>What it runs on, for parts of this assembly.</summary>
    internal EagerContext Context => context;

    /// <inheritdoc/>
    public bool Supports(string op) => supported.GetOrAdd(op, HasKernel);

    /// <inheritdoc/>
    public EagerTensor[] Execute(OpDef op, ReadOnlySpan<Tensor> inputs, Attrs attrs)
    {
        if (!context.HasGpu && CpuLowering.Concerns(op, attrs) && lowering.Lower(op, inputs.ToArray(), attrs) is { } lowered) return Array.ConvertAll(lowered, static tensor => tensor.Value);
        return EagerCall.Run(context, op, inputs, attrs);
    }

    /// <inheritdoc/>
    public void RestartRandomStreams() => context.ClearKernels();

    /// <inheritdoc/>
    public IExecutable Compile(FunctionGraph graph, IReadOnlyList<EagerTensor> captures) => new FunctionExecutable(context, graph, captures);

    // A serialised list of KernelDefs, in which field 2 is the device type.
    private static unsafe bool HasKernel(string op)
    {
        var kernels = Native.TF_GetRegisteredKernelsForOp(Utf8.Name(op), Status.Own);
        if (!Status.IsOk)
        {
            Status.TakeMessage();
            return false;
        }
        var bytes = new ReadOnlySpan<byte>(kernels->Data, (int)kernels->Length);
        bool any = bytes.IndexOf("\u0012\u0003CPU"u8) >= 0 || bytes.IndexOf("\u0012\u0003GPU"u8) >= 0 || bytes.IndexOf("\u0012\u0007DEFAULT"u8) >= 0;
        Native.TF_DeleteBuffer(kernels);
        return any;
    }
}
