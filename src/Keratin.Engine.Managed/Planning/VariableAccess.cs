using Keratin.Engines;
using Keratin.Graphs;

namespace Keratin.Engines.Managed.Planning;

/// <summary>Reads and writes of variables as steps on the variables' memory, in the order of the graph.</summary>
internal sealed class VariableAccess(PlanGraph plan)
{
    private readonly Dictionary<VariableResource, PlanValue> memories = [];
    private readonly Dictionary<Storage, PlanValue> reads = [];

    /// <summary>The memory of the variable that a handle refers to; null if it is not known which, or its shape is not fixed.</summary>
    public PlanValue? Memory(PlanValue handle)
    {
        if (handle is not { DType: DType.Resource, Constant: { } known } || known.Objects is not [VariableResource variable]) return null;
        if (!variable.Shape.IsFullyDefined || variable.DType.IsObject()) return null;
        if (!memories.TryGetValue(variable, out var memory))
            memories.Add(variable, memory = new PlanValue(variable.DType, variable.Shape, new Storage { Variable = variable }) { Constant = known, IsVariableMemory = true });
        return memory;
    }

    /// <summary>The value as it is at this point. It is copied here; <see cref="VariableReads"/> removes the copies that nobody needs.</summary>
    public PlanValue Read(Node node, PlanValue memory)
    {
        if (node.Outputs[0].DType != memory.DType)
            throw new OpException(node, $"the variable '{memory.Storage.Variable!.Name}' holds {memory.DType.Name()}, not {node.Outputs[0].DType.Name()}.");
        if (reads.TryGetValue(memory.Storage, out var known)) return known;
        var value = PlanValue.Computed(memory.DType, memory.Shape);
        plan.Nodes.Add(PlanNode.Of(node, CopyCode.Kernel, [memory], [value]));
        reads.Add(memory.Storage, value);
        return value;
    }

    /// <summary>Assigns, adds or subtracts; false if the engine has no kernel for it.</summary>
    public bool Assign(Node node, PlanValue memory, PlanValue value)
    {
        if (value.DType != memory.DType || value.Shape != memory.Shape)
            throw new OpException(node, $"the variable '{memory.Storage.Variable!.Name}' holds {memory}; it can't take {value}.");
        var written = new PlanValue(memory.DType, memory.Shape, memory.Storage);
        var step = node.Op.Name switch
        {
            "AssignAddVariableOp" => PlanNode.Elementwise("AddV2", [memory, value], written, node.Op.Name),
            "AssignSubVariableOp" => PlanNode.Elementwise("Sub", [memory, value], written, node.Op.Name),
            _ => PlanNode.Of(node, CopyCode.Kernel, [value], [written]),
        };
        if (step is null) return false;
        plan.Nodes.Add(step);
        reads.Remove(memory.Storage);
        return true;
    }

    /// <summary>Notes that a step changed the variables among its inputs.</summary>
    public void Written(PlanValue[] operands)
    {
        foreach (var operand in operands)
            if (operand.IsVariableMemory) reads.Remove(operand.Storage);
    }
}
