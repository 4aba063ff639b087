using Keratin.Engines.Managed.Kernels;
using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.Managed.Planning;

/// <summary>
/// Reads a function graph for exact argument shapes: infers every shape, computes what is known already, unfolds function calls,
/// merges equal nodes. What remains are numeric steps; nodes that can't become one are <see cref="Obstacles"/>.
/// </summary>
internal sealed class Unfolding
{
    // Longer loops are not worth a plan of this length.
    private const int MaxSteps = 20_000;
    private const int MaxRounds = 10_000;

    private readonly PlanGraph plan;
    private readonly CommonSubexpressions merged = new();
    private readonly VariableAccess variables;
    private readonly TensorLists lists;
    private readonly KnownZeros zeros = new();
    private readonly List<Node> obstacles = [];

    private Unfolding(string name)
    {
        plan = new PlanGraph(name);
        (variables, lists) = (new VariableAccess(plan), new TensorLists(plan));
    }

    /// <summary>Nodes of the graph itself that no plan can hold; those that depend on them are not listed.</summary>
    public IReadOnlyList<Node> Obstacles => obstacles;

    /// <summary>The graph's steps; null if there are obstacles.</summary>
    public PlanGraph? Result { get; private set; }

    public static Unfolding Of(FunctionGraph graph, IReadOnlyList<EagerTensor> captures, ReadOnlySpan<Shape> argumentShapes)
    {
        var unfolding = new Unfolding(graph.Name);
        var inputs = new PlanValue[graph.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = i < argumentShapes.Length ? PlanValue.Argument(i, graph.Inputs[i].DType, argumentShapes[i]) : PlanValue.Known(captures[i - argumentShapes.Length]);
        unfolding.plan.Arguments = inputs[..argumentShapes.Length];
        var outputs = unfolding.Unfold(graph, inputs, unfolding.obstacles);
        // Strings, handles and lists among the results are made by the interpreter.
        for (int i = 0; i < outputs.Length; i++)
            if (outputs[i] is { IsNumeric: false } && graph.Outputs[i].Node is var node && node.Op.Name != "Placeholder" && !unfolding.obstacles.Contains(node)) unfolding.obstacles.Add(node);
        bool numeric = Array.TrueForAll(unfolding.plan.Arguments, static argument => argument.IsNumeric) && Array.TrueForAll(outputs, static output => output is { IsNumeric: true });
        if (numeric && unfolding.obstacles.Count == 0)
        {
            unfolding.plan.Outputs = outputs!;
            unfolding.Result = unfolding.plan;
        }
        return unfolding;
    }

    private PlanValue?[] Unfold(FunctionGraph graph, PlanValue[] inputs, List<Node> failed)
    {
        var values = new PlanValue[]?[graph.Nodes.Count];
        for (int i = 0; i < inputs.Length; i++) values[graph.Inputs[i].Node.Position] = [inputs[i]];
        foreach (var node in Pruning.NeededNodes(graph))
        {
            if (Inputs(node, values) is not { } own) continue;
            values[node.Position] = Visit(node, own);
            if (values[node.Position] is null) failed.Add(node);
        }
        var outputs = new PlanValue?[graph.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            var (node, index) = (graph.Outputs[i].Node, graph.Outputs[i].Index);
            outputs[i] = values[node.Position]?[index];
        }
        return outputs;
    }

    private static PlanValue[]? Inputs(Node node, PlanValue[]?[] values)
    {
        var inputs = new PlanValue[node.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            var symbol = (SymbolicTensor)node.Inputs[i];
            if (values[symbol.Node.Position] is not { } outputs) return null;
            inputs[i] = outputs[symbol.Index];
        }
        return inputs;
    }

    /// <summary>The node's outputs; null if no plan can hold it.</summary>
    private PlanValue[]? Visit(Node node, PlanValue[] inputs)
    {
        switch (node.Op.Name)
        {
            case "PartitionedCall" or "StatefulPartitionedCall": return Call(node.Attrs["f"].Func, inputs);
            case "If" or "StatelessIf": return Branch(inputs[0].Constant) is { } taken ? Call(node.Attrs[taken != 0 ? "then_branch" : "else_branch"].Func, inputs[1..]) : null;
            case "Case" or "StatelessCase":
                var branches = node.Attrs["branches"].Funcs;
                return Branch(inputs[0].Constant) is { } chosen ? Call(branches[(ulong)chosen < (ulong)branches.Length ? (int)chosen : branches.Length - 1], inputs[1..]) : null;
            case "While" or "StatelessWhile": return Loop(node.Attrs["cond"].Func, node.Attrs["body"].Func, inputs);
            case "Identity" or "StopGradient" when !inputs[0].IsNumeric: return [inputs[0]];
            case "ZerosLike" or "AddN" when inputs[0].Elements is not null: return lists.Visit(node, inputs);
            case var op when op.Contains("TensorList", StringComparison.Ordinal): return lists.Visit(node, inputs);
            case "NoOp" or "DisableCopyOnRead": return [];
            case "Assert" when ConstantFolding.IsTrue(inputs[0].Constant): return [];
            case "ReadVariableOp": return variables.Memory(inputs[0]) is { } source ? [variables.Read(node, source)] : null;
            case "AssignVariableOp" or "AssignAddVariableOp" or "AssignSubVariableOp":
                return variables.Memory(inputs[0]) is { } target && variables.Assign(node, target, inputs[1]) ? [] : null;
        }
        if (zeros.Visit(node, inputs) is { } simpler) return [simpler];
        if (ConstantFolding.TryFold(node, inputs) is { } known) return [.. Array.ConvertAll(known, PlanValue.Known)];
        var kernel = KernelRegistry.Find(node.Op.Name);
        if (kernel is null or ObjectKernel || Shapes(node, inputs) is not { } shapes) return null;
        if (kernel is AliasKernel) return ViewsOf(node, inputs, shapes);
        if (Views.Source(node, inputs, shapes) is { } whole) return [whole.ViewedAs(whole.DType, shapes[0])];
        if (Operands(inputs) is not { } operands) return null;
        var numeric = (NumericKernel)kernel;
        if (Array.Exists(node.Outputs, static output => output.DType.IsObject())) return null;
        if (!node.Op.IsStateful && merged.Find(node, operands) is { } before) return before;
        var outputs = new PlanValue[shapes.Length];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = PlanValue.Computed(node.Outputs[i].DType, shapes[i]);
        plan.Nodes.Add(PlanNode.Of(node, numeric, operands, outputs));
        if (numeric.UpdatesVariables) variables.Written(operands);
        if (!node.Op.IsStateful) merged.Add(node, operands, outputs);
        return outputs;
    }

    private PlanValue[]? Call(FunctionGraph function, PlanValue[] inputs)
    {
        var failed = new List<Node>();
        var outputs = Unfold(function, inputs, failed);
        return failed.Count == 0 && Array.TrueForAll(outputs, static output => output is not null) ? [.. outputs!] : null;
    }

    /// <summary>Runs a loop while planning, as far as its state is known: the plan holds the steps of all rounds one after the other. Null if the number of rounds depends on values.</summary>
    private PlanValue[]? Loop(FunctionGraph condition, FunctionGraph body, PlanValue[] state)
    {
        for (int round = 0; round < MaxRounds && plan.Nodes.Count < MaxSteps; round++)
        {
            if (condition.Inputs.Count != state.Length || Call(condition, state) is not [{ Constant: { } goesOn }]) return null;
            if (Branch(goesOn) is not { } value) return null;
            if (value == 0) return state;
            if (body.Inputs.Count != state.Length || Call(body, state) is not { } next) return null;
            state = next;
        }
        return null;
    }

    private static long? Branch(EagerTensor? value) => value is { DType: DType.Bool, Shape.ElementCount: 1 } ? value.Bytes[0] : value?.Integers() is [var number] ? number : null;

    /// <summary>What the kernel works on: handles become the memory of their variables. Null if one is neither number nor variable.</summary>
    private PlanValue[]? Operands(PlanValue[] inputs)
    {
        var operands = (PlanValue[])inputs.Clone();
        for (int i = 0; i < operands.Length; i++)
        {
            if (inputs[i].IsNumeric) continue;
            if (variables.Memory(inputs[i]) is not { } memory) return null;
            operands[i] = memory;
        }
        return operands;
    }

    private static PlanValue[] ViewsOf(Node node, PlanValue[] inputs, Shape[] shapes)
    {
        var views = new PlanValue[shapes.Length];
        for (int i = 0; i < views.Length; i++) views[i] = inputs[i].ViewedAs(node.Outputs[i].DType, shapes[i]);
        return views;
    }

    private static Shape[]? Shapes(Node node, PlanValue[] inputs)
    {
        var shapes = ShapeInference.Infer(node, node.Outputs.Length, Array.ConvertAll(inputs, static input => input.Shape), Array.ConvertAll(inputs, static input => input.Constant));
        for (int i = 0; i < shapes.Length; i++)
        {
            // Loaded graphs may carry shapes that no rule finds.
            if (!shapes[i].IsFullyDefined) shapes[i] = node.Outputs[i].Shape;
            if (!shapes[i].IsFullyDefined) return null;
        }
        return shapes;
    }
}
