using Keratin.Engines.Managed.Kernels;
using Keratin.Engines;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>
/// A graph made ready for exact argument shapes: bound kernels in the order of execution, and a place for every value in a table of addresses:
/// arguments, then results, variables, kept values, temporaries, constants. A run fills in the addresses and calls the kernels.
/// </summary>
internal sealed unsafe class Plan(PlanStep[] steps) : ISpecialization
{
    /// <summary>What is done, in order.</summary>
    internal PlanStep[] Steps => steps;

    /// <summary>The function's name.</summary>
    public required string Name { get; init; }

    public required int ArgumentCount { get; init; }

    /// <inheritdoc/>
    public required IReadOnlyList<TensorSpec> Outputs { get; init; }

    /// <summary>The steps' operands as places in the table: pinned, the steps point into it.</summary>
    public required int[] Operands { get; init; }

    public required PlanVariables Variables { get; init; }

    /// <summary>What the first steps compute once for many runs.</summary>
    public required KeptValues Kept { get; init; }

    /// <summary>Where each temporary is in the arena.</summary>
    public required nuint[] TemporaryOffsets { get; init; }

    public required EagerTensor[] Constants { get; init; }

    /// <summary>Bytes that a run works in, besides arguments and results.</summary>
    public required nuint ArenaSize { get; init; }

    public required ArenaPool Arenas { get; init; }

    /// <summary>What the steps do, in order: <c>MatMul+BiasAdd+Relu</c>.</summary>
    public string[] Description => Array.ConvertAll(steps, static step => step.Label);

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<nint> arguments, ReadOnlySpan<nint> results)
    {
        if (arguments.Length != ArgumentCount || results.Length != Outputs.Count)
            throw new ArgumentException($"Function '{Name}' takes {ArgumentCount} arguments and gives {Outputs.Count} results; {arguments.Length} and {results.Length} addresses were given.");
        var arena = Arenas.Rent(ArenaSize);
        try
        {
            if (arena.Owner != this) Prepare(arena);
            Variables.Enter(arena.Held, arena.Versions);
            try { Run(arguments, results, arena); }
            finally { Variables.Exit(arena.Held); }
        }
        finally
        {
            Array.Clear(arena.Held);
            Arenas.Return(arena);
            GC.KeepAlive(this);
        }
    }

    private void Run(ReadOnlySpan<nint> arguments, ReadOnlySpan<nint> results, Arena arena)
    {
        var table = (nint*)arena.Memory;
        arguments.CopyTo(new Span<nint>(table, arguments.Length));
        results.CopyTo(new Span<nint>(table + ArgumentCount, results.Length));
        Variables.Resolve(table + ArgumentCount + results.Length, arena.Held);
        if (!Kept.Resolve(table + ArgumentCount + results.Length + Variables.Count, arena))
        {
            Run(table, arena, 0, Kept.Steps);
            Kept.Publish(arena);
        }
        Run(table, arena, Kept.Steps, steps.Length);
    }

    private void Run(nint* table, Arena arena, int i, int end)
    {
        try
        {
            for (; i < end; i++)
            {
                ref readonly var step = ref steps[i];
                step.Body(new KernelArgs(table, step.Inputs, step.Outputs, (nint)(arena.Memory + step.ScratchOffset)));
            }
        }
        catch (Exception e) when (e is not OpException)
        {
            throw new OpException(steps[i].Operation, e.Message, e);
        }
    }

    /// <summary>Fills in the addresses that stay the same from run to run.</summary>
    private void Prepare(Arena arena)
    {
        if (arena.Held.Length < Variables.Count) (arena.Held, arena.Versions) = (new EagerTensor?[Variables.Count], new long[Variables.Count]);
        var address = (nint*)arena.Memory + ArgumentCount + Outputs.Count + Variables.Count + Kept.Count;
        foreach (nuint offset in TemporaryOffsets) *address++ = (nint)(arena.Memory + offset);
        foreach (var constant in Constants) *address++ = (nint)constant.Pointer;
        (arena.Owner, arena.Kept) = (this, null);
    }
}

/// <summary>A bound kernel with the places of its operands in the table of addresses.</summary>
internal readonly unsafe struct PlanStep(KernelBody body, int* inputs, int* outputs, nuint scratchOffset, Operation operation, string label)
{
    public readonly KernelBody Body = body;
    public readonly int* Inputs = inputs;
    public readonly int* Outputs = outputs;
    public readonly nuint ScratchOffset = scratchOffset;
    public readonly Operation Operation = operation;
    public readonly string Label = label;
}
