using Keratin.Engines.Managed.Kernels;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>The last pass: binds the kernels, gives every memory its place in the table of addresses, and lays out the temporaries.</summary>
internal sealed unsafe class PlanAssembly
{
    private readonly PlanGraph plan;
    private readonly ArenaPool arenas;
    private readonly KernelBody[] bodies;
    private readonly nuint[] scratch;
    private readonly List<Storage> variables = [];
    private readonly List<Storage> kept = [];
    private readonly List<Storage> temporaries = [];
    private readonly List<Storage> constants = [];
    private readonly Dictionary<Storage, int> places = [];

    public PlanAssembly(PlanGraph plan, ArenaPool arenas)
    {
        (this.plan, this.arenas) = (plan, arenas);
        (bodies, scratch) = (new KernelBody[plan.Nodes.Count], new nuint[plan.Nodes.Count]);
        foreach (var node in plan.Nodes)
        {
            foreach (var input in node.Inputs) Collect(input.Storage.Root);
            foreach (var output in node.Outputs) Collect(output.Storage.Root);
        }
    }

    /// <summary>Binds the kernels. Returns an operation whose kernel needs a value that is only known when running, if there is one.</summary>
    public Operation? Bind()
    {
        for (int i = 0; i < bodies.Length; i++)
        {
            var binding = Binding(plan.Nodes[i]);
            try { bodies[i] = plan.Nodes[i].Kernel.Bind(binding); }
            catch (ValueNotKnownException) { return plan.Nodes[i].Operation; }
            scratch[i] = binding.ScratchBytes;
        }
        return null;
    }

    public Plan Build()
    {
        var nodes = plan.Nodes;
        var layout = Layout();
        int tableLength = NumberPlaces();
        var offsets = layout.Place((nuint)tableLength * (nuint)sizeof(nint));
        var operands = Operands();
        var steps = new PlanStep[nodes.Count];
        var at = (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(operands));
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = new(bodies[i], at, at + nodes[i].Inputs.Length, offsets.GetValueOrDefault(ScratchKey(i)), nodes[i].Operation, nodes[i].Label);
            at += nodes[i].Inputs.Length + nodes[i].Outputs.Length;
        }
        var temporaryOffsets = new nuint[temporaries.Count];
        for (int i = 0; i < temporaryOffsets.Length; i++) temporaryOffsets[i] = offsets[i];
        return new Plan(steps)
        {
            Name = plan.Name,
            ArgumentCount = plan.Arguments.Length,
            Outputs = Array.ConvertAll(plan.Outputs, static output => output.Spec),
            Operands = operands,
            Variables = Variables(),
            Kept = Kept(),
            TemporaryOffsets = temporaryOffsets,
            Constants = [.. constants.ConvertAll(static constant => constant.Constant!)],
            ArenaSize = layout.Size,
            Arenas = arenas,
        };
    }

    private void Collect(Storage storage)
    {
        if (!places.TryAdd(storage, -1)) return;
        if (storage.Variable is not null) variables.Add(storage);
        else if (storage.Constant is not null) constants.Add(storage);
        else if (storage.IsKept) kept.Add(storage);
        else if (storage.IsTemporary) temporaries.Add(storage);
        else places[storage] = storage.Argument >= 0 ? storage.Argument : plan.Arguments.Length + storage.Result;
    }

    private static KernelBinding Binding(PlanNode node) => new(
        node.Operation,
        Array.ConvertAll(node.Inputs, static input => input.Spec),
        Array.ConvertAll(node.Outputs, static output => output.Spec),
        Array.ConvertAll(node.Inputs, static input => input.Constant));

    private MemoryLayout Layout()
    {
        var layout = new MemoryLayout();
        var last = LastUses.Of(plan);
        var first = new Dictionary<Storage, (int Position, nuint Bytes)>();
        for (int i = plan.Nodes.Count - 1; i >= 0; i--)
            foreach (var output in plan.Nodes[i].Outputs) first[output.Storage.Root] = (i, output.ByteLength);
        for (int i = 0; i < temporaries.Count; i++)
        {
            var (position, bytes) = first[temporaries[i]];
            layout.Add(i, position, last[temporaries[i]], bytes);
        }
        for (int i = 0; i < scratch.Length; i++)
            if (scratch[i] > 0) layout.Add(ScratchKey(i), i, i, scratch[i]);
        return layout;
    }

    private static int ScratchKey(int step) => -1 - step;

    /// <summary>Numbers the places of the table: arguments, results, variables, kept values, temporaries, constants; returns how many there are.</summary>
    private int NumberPlaces()
    {
        int next = plan.Arguments.Length + plan.Outputs.Length;
        foreach (var storages in (ReadOnlySpan<List<Storage>>)[variables, kept, temporaries, constants])
            foreach (var storage in storages) places[storage] = next++;
        return next;
    }

    private int[] Operands()
    {
        int count = 0, at = 0;
        foreach (var node in plan.Nodes) count += node.Inputs.Length + node.Outputs.Length;
        var operands = GC.AllocateUninitializedArray<int>(count, pinned: true);
        foreach (var node in plan.Nodes)
        {
            foreach (var input in node.Inputs) operands[at++] = places[input.Storage.Root];
            foreach (var output in node.Outputs) operands[at++] = places[output.Storage.Root];
        }
        return operands;
    }

    private KeptValues Kept()
    {
        int steps = plan.Nodes.FindLastIndex(static node => node.IsInvariant) + 1;
        var used = new SortedSet<int>();
        foreach (var node in plan.Nodes[..steps])
            foreach (var input in node.Inputs)
                if (variables.IndexOf(input.Storage.Root) is >= 0 and var variable) used.Add(variable);
        // The first place is that of the number that tells states apart.
        var (offsets, size) = (new nuint[kept.Count], MemoryLayout.Alignment);
        for (int i = 0; i < offsets.Length; i++)
        {
            if (kept[i] == plan.Identity.Storage) continue;
            offsets[i] = size;
            size += MemoryLayout.Round(Bytes(kept[i]));
        }
        return new KeptValues(steps, offsets, size, [.. used]);
    }

    private nuint Bytes(Storage memory)
    {
        foreach (var node in plan.Nodes)
            foreach (var output in node.Outputs)
                if (output.Storage.Root == memory) return output.ByteLength;
        throw new InvalidOperationException("No step computes a value that is kept.");
    }

    private PlanVariables Variables()
    {
        var resources = variables.ConvertAll(static variable => variable.Variable!);
        bool[] written = new bool[variables.Count], firstAssigned = new bool[variables.Count];
        for (int i = 0; i < written.Length; i++)
        {
            written[i] = plan.Nodes.Exists(node => node.Writes(variables[i]));
            firstAssigned[i] = plan.Nodes.Find(node => Uses(node, variables[i])) is { } first && !Array.Exists(first.Inputs, input => input.Storage.Root == variables[i]);
        }
        return new PlanVariables([.. resources], written, firstAssigned);
    }

    private static bool Uses(PlanNode node, Storage storage) =>
        Array.Exists(node.Inputs, input => input.Storage.Root == storage) || Array.Exists(node.Outputs, output => output.Storage.Root == storage);
}
