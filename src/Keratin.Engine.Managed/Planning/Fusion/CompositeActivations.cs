using Keratin.Engines.Managed.Kernels;
using Keratin.Engines.Managed.Numerics;

namespace Keratin.Engines.Managed.Planning.Fusion;

/// <summary>
/// Recognises activations that are written in several ops, where nobody needs what lies in between (in training, gradients do): gelu, and silu
/// or swish. They become one elementwise step, which products can take over.
/// </summary>
internal sealed class CompositeActivations
{
    private static readonly double RootOfHalf = Math.Sqrt(0.5);

    private readonly PlanGraph plan;
    private readonly DataFlow flow;

    private CompositeActivations(PlanGraph plan) => (this.plan, flow) = (plan, new DataFlow(plan));

    public static void Run(PlanGraph plan)
    {
        var found = new CompositeActivations(plan);
        bool any = false;
        for (int i = 0; i < plan.Nodes.Count; i++)
            if (found.Replacement(plan.Nodes[i]) is { } step) (plan.Nodes[i], any) = (step, true);
        if (any) Pruning.Run(plan);
    }

    private PlanNode? Replacement(PlanNode node)
    {
        if (node is not { Label: "Mul", Inputs: [var left, var right], Outputs: [{ DType: DType.Float32 or DType.Float64 } output] }) return null;
        if ((Gelu(left, right) ?? Gelu(right, left)) is { } x) return x.Shape == output.Shape ? Step<Gelu>(node, "Gelu", x) : null;
        if ((Silu(left, right) ?? Silu(right, left)) is { } y) return y.Shape == output.Shape ? Step<Silu>(node, "Silu", y) : null;
        return null;
    }

    private static PlanNode Step<TFunction>(PlanNode node, string label, PlanValue x) where TFunction : struct, IFunction =>
        PlanNode.Of(node.Operation, new ElementwiseKernel(static binding => CodeFor.Floats<TFunction>(binding.Outputs[0].DType, 10)!), [x], node.Outputs, label);

    /// <summary>x of x · sigmoid(x).</summary>
    private PlanValue? Silu(PlanValue x, PlanValue sigmoid) => Maker(sigmoid, "Sigmoid") is { Inputs: [var own] } && Same(own, x) ? x : null;

    /// <summary>x of (x/2) · erfc(−x/√2) or (x/2) · (1 + erf(x/√2)).</summary>
    private PlanValue? Gelu(PlanValue half, PlanValue probability)
    {
        if (Scaled(half, 0.5) is not { } x) return null;
        var scaled = Maker(probability, "Erfc") is { Inputs: [var complement] } ? Negated(complement)
            : Maker(probability, "AddV2") is { Inputs: [var a, var b] } && (Is(a, 1) ? b : Is(b, 1) ? a : null) is { } rest && Maker(rest, "Erf") is { Inputs: [var argument] } ? Scaled(argument, RootOfHalf)
            : null;
        return scaled is not null && Same(scaled, x) ? x : null;
    }

    /// <summary>x of −x/√2, in either order.</summary>
    private PlanValue? Negated(PlanValue value) =>
        Scaled(value, RootOfHalf) is { } negative ? Maker(negative, "Neg") is { Inputs: [var x] } ? x : null
        : Scaled(value, -RootOfHalf) ?? (Maker(value, "Neg") is { Inputs: [var scaled] } ? Scaled(scaled, RootOfHalf) : null);

    /// <summary>x of factor · x, or of x divided by the inverse.</summary>
    private PlanValue? Scaled(PlanValue value, double factor) =>
        Maker(value, "Mul") is { Inputs: [var a, var b] } ? Is(a, factor) ? b : Is(b, factor) ? a : null
        : Maker(value, "RealDiv") is { Inputs: [var x, var divisor] } && Is(divisor, 1 / factor) ? x : null;

    /// <summary>The step that makes a value which only one step uses.</summary>
    private PlanNode? Maker(PlanValue value, string label) =>
        flow.Producer(value) is >= 0 and var position && plan.Nodes[position] is var node && node.Label == label && flow.OnlyConsumer(node) is not null ? node : null;

    private static bool Is(PlanValue value, double number) => value is { IsVariableMemory: false, Constant: { Shape.ElementCount: 1 } constant } && constant.DType switch
    {
        DType.Float32 => Math.Abs(constant.AsSpan<float>()[0] - number) < 1e-6,
        DType.Float64 => Math.Abs(constant.AsSpan<double>()[0] - number) < 1e-7,
        _ => false,
    };

    private static bool Same(PlanValue left, PlanValue right) => left.Storage.Root == right.Storage.Root && left.Shape == right.Shape;
}
