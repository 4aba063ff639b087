using Keratin.Graphs;
using Keratin.Operations;

namespace Keratin.Engines.TensorFlow.Functions;

/// <summary>
/// The steps of optimizers as few ops. Keras writes them as chains of sums and products, each of which goes through all of a variable's memory; TensorFlow
/// has ops that do the same arithmetic at one go and in place:
/// <list type="bullet">
/// <item>a mean that moves, <c>m ← m + (x - m) · c</c>, is <c>ResourceApplyGradientDescent(m, c, m - x)</c>;</item>
/// <item>a step by a scaled quotient, <c>w ← w - m · s / (√v + ε)</c>, where v is a variable's new value, is <c>ResourceApplyAdagradV2</c> without its sum of squares.</item>
/// </list>
/// </summary>
internal sealed class UpdateFusion
{
    private static readonly OpDef MoveOp = OpDef.Get("ResourceApplyGradientDescent"), StepOp = OpDef.Get("ResourceApplyAdagradV2"), ReadOp = OpDef.Get("ReadVariableOp"), DifferenceOp = OpDef.Get("Sub");

    private readonly ResourceUses uses;
    private readonly Dictionary<SymbolicTensor, SymbolicTensor> newValues = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Node, Func<GraphCopy, Tensor[]>> replacements = new(ReferenceEqualityComparer.Instance);

    private UpdateFusion(FunctionGraph graph)
    {
        uses = new ResourceUses(graph);
        foreach (var node in graph.Nodes)
            switch (node.Op.Name)
            {
                case "AssignVariableOp": Assign(node, (SymbolicTensor)node.Inputs[0], (SymbolicTensor)node.Inputs[1]); break;
                case "AssignSubVariableOp": Step(node, (SymbolicTensor)node.Inputs[0], (SymbolicTensor)node.Inputs[1]); break;
            }
    }

    /// <summary>The graph with such steps in it; the graph itself if it has none.</summary>
    public static FunctionGraph Apply(FunctionGraph graph)
    {
        var fusion = new UpdateFusion(graph);
        return fusion.replacements.Count == 0 ? graph : GraphCopy.Of(graph, (copy, node, _) => fusion.replacements.GetValueOrDefault(node)?.Invoke(copy));
    }

    private void Assign(Node assign, SymbolicTensor variable, SymbolicTensor value)
    {
        if (!uses.IsOnlyWrite(assign, variable)) return;
        newValues[value] = variable;
        if (!Is(value, "AddV2", out var before, out var change) || !Is(change, "Mul", out var difference, out var share) || !Is(difference, "Sub", out var target, out var start)) return;
        if (!ReferenceEquals(before, start) || before.Node.Op.Name != "ReadVariableOp" || !ReferenceEquals(before.Node.Inputs[0], variable)) return;
        if (!IsScalar(share) || !HaveOneShape(before, target) || uses.AnyBetween(value.Node, assign, variable)) return;
        // From here on the new value is read from the variable: it moves where the sum was.
        replacements[value.Node] = copy =>
        {
            var distance = copy.Graph.Add(DifferenceOp, [copy[before], copy[target]], DifferenceOp.NoAttrs).Outputs[0];
            copy.Graph.Add(MoveOp, [copy[variable], copy[share], distance], MoveOp.NoAttrs);
            return copy.Graph.Add(ReadOp, [copy[variable]], new Attrs(ReadOp, ("dtype", value.DType))).Outputs;
        };
        replacements[assign] = static _ => [];
    }

    private void Step(Node assign, SymbolicTensor variable, SymbolicTensor step)
    {
        if (!Is(step, "RealDiv", out var scaled, out var divisor) || !Is(scaled, "Mul", out var direction, out var rate) || !Is(divisor, "AddV2", out var root, out var epsilon)) return;
        if (root.Node.Op.Name != "Sqrt" || !newValues.TryGetValue((SymbolicTensor)root.Node.Inputs[0], out var squares) || ReferenceEquals(squares, variable)) return;
        if (!IsScalar(rate) || !IsScalar(epsilon) || !HaveOneShape(direction, step) || !HaveOneShape(root, step)) return;
        replacements[assign] = copy =>
        {
            copy.Graph.Add(StepOp, [copy[variable], copy[squares], copy[rate], copy[epsilon], copy[direction]], new Attrs(StepOp, ("update_slots", false)));
            return [];
        };
    }

    private static bool Is(SymbolicTensor value, string op, out SymbolicTensor first, out SymbolicTensor second)
    {
        bool matches = value.Node.Op.Name == op && value.DType.IsFloating();
        (first, second) = matches ? ((SymbolicTensor)value.Node.Inputs[0], (SymbolicTensor)value.Node.Inputs[1]) : (value, value);
        return matches;
    }

    private static bool IsScalar(SymbolicTensor value) => value.Shape is { HasRank: true, Rank: 0 };

    private static bool HaveOneShape(SymbolicTensor one, SymbolicTensor other) => one.Shape.IsFullyDefined && one.Shape == other.Shape;
}
