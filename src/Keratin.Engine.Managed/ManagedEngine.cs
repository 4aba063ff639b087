using System.Runtime.CompilerServices;
using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Planning;
using Keratin.Engines;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed;

/// <summary>The embedded CPU engine: nothing to install, vectorised and multithreaded kernels, graphs compiled to plans that allocate nothing.</summary>
public sealed class ManagedEngine : IEngine
{
    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public IReadOnlyList<Device> Devices { get; } = [Device.Cpu()];

    /// <inheritdoc/>
    public Replica Replica => Replica.Alone;

    /// <inheritdoc/>
    public bool Supports(string op) => KernelRegistry.Find(op) is not null;

    /// <inheritdoc/>
    public EagerTensor[] Execute(OpDef op, ReadOnlySpan<Tensor> inputs, Attrs attrs)
    {
        var values = new EagerTensor[inputs.Length];
        for (int i = 0; i < values.Length; i++) values[i] = inputs[i].Value;
        Signature.Check(op, values, attrs);
        return EagerExecution.Run(new Operation(op, attrs, values), values);
    }

    /// <inheritdoc/>
    public void RestartRandomStreams() => RandomNumbers.RandomStream.Reset();

    /// <inheritdoc/>
    public IExecutable Compile(FunctionGraph graph, IReadOnlyList<EagerTensor> captures) => new PlannedExecutable(graph, captures);

    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "The engine announces itself wherever its assembly is loaded.")]
    internal static void Announce() => Engine.RegisterDefault(static () => new ManagedEngine());
}
